"""The API, put together: resources, tokens, problems, and its own description at openapi.json."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from foyer.api.v1 import canned, chat_files, conversations, events, mailings, notes, portals, visits
from foyer.api.v1.auth import Token, TokenThrottle
from foyer.api.v1.problems import add_handlers, document
from foyer.api.v1.records.describing import describe
from foyer.api.v1.records.routers import record_router
from foyer.crm.modules import MODULES

DESCRIPTION = """
What Foyer knows, and changing it. Send `Authorization: Bearer foyer_…`; `bin/foyer token EMAIL` makes a token.
Everybody sees and changes what their profile allows on the screens, agents the visits and conversations of their
portals; what may not be seen answers 404.
Lists are newest first: `next_cursor` of one page is `cursor` of the next. Times are UTC, durations minutes.
Changes take `If-Match` with the ETag that was read, and answer 412 when somebody was faster. `POST` takes an
`Idempotency-Key`: the same key and body within a day give the same answer. Errors are problem documents (RFC 9457).
"""


class Api(NinjaAPI):
    """Ninja's, with the problems documented."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description of all operations."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        describe(schema)
        document(schema)
        return schema


ROUTERS = {
    "portals": portals.router,
    "visits": visits.router,
    "events": events.router,
    **{MODULES[module].plural: record_router(module) for module in MODULES},
    "notes": notes.router,
    "conversations": conversations.router,
    "canned_replies": canned.router,
    "mailings": mailings.router,
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
    api.add_router("/conversations", chat_files.router)
    return api


api = make_api()
