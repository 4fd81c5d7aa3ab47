"""Reading a list as people do."""

import json
import re

from foyer.team.models import AccessProfile

HTMX = {"HX-Request": "true"}
RECORDS = ("leads", "contacts", "accounts", "deals")


def text(client, path: str, query: dict | None = None) -> str:
    answer = client.get(path, query or {})
    assert answer.status_code == 200, path
    return answer.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'class="who f-cut"[^>]*>([^<]*)<', page)


def with_profile(user, **modules) -> None:
    user.access_profile = AccessProfile.objects.create(name="P", modules=modules)
    user.save()


def where(**condition) -> dict:
    return {"f": json.dumps({"all": [condition]})}
