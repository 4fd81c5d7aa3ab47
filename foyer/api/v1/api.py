"""The API, put together: resources, tokens, problems, and its own description at openapi.json."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from foyer.api.v1 import conversations, people, portals, visits
from foyer.api.v1.auth import Token, TokenThrottle
from foyer.api.v1.problems import add_handlers, document

DESCRIPTION = """
Reading what Foyer knows. Send `Authorization: Bearer foyer_…`; `bin/foyer token EMAIL` makes a token.
Administrators see everything, agents the visits and conversations of their portals; what may not be seen answers 404.
Lists are newest first: `next_cursor` of one page is `cursor` of the next. Times are UTC, durations minutes.
Errors are problem documents (RFC 9457).
"""


class Api(NinjaAPI):
    """Ninja's, with the problems documented."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description of all operations."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document(schema)
        return schema


ROUTERS = {
    "portals": portals.router,
    "visits": visits.router,
    "leads": people.leads,
    "contacts": people.contacts,
    "conversations": conversations.router,
}


def make_api() -> Api:
    """The API with all its resources."""
    api = Api(
        title="Foyer",
        version="1",
        description=DESCRIPTION.strip(),
        auth=Token(),
        throttle=[TokenThrottle()],
        docs_url=None,
        openapi_url="openapi.json",
        urls_namespace="api-v1",
    )
    add_handlers(api)
    for path, router in ROUTERS.items():
        api.add_router(f"/{path}", router)
    return api


api = make_api()
