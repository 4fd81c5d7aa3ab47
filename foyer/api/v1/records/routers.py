"""All routes of a module, put together."""

from ninja import Router

from foyer.api.v1.records.becoming import add_conversion_routes, add_merge_routes
from foyer.api.v1.records.handles import add_handle_routes
from foyer.api.v1.records.parties import add_party_routes
from foyer.api.v1.records.routes import add_reading_routes, add_writing_routes
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName


def record_router(module: ModuleName) -> Router:
    """The resource of a module."""
    router = Router(tags=[MODULES[module].plural])
    add_reading_routes(router, module)
    add_writing_routes(router, module)
    if module != "activity":
        add_merge_routes(router, module)
    if module in {"lead", "contact", "account"}:
        add_handle_routes(router, module)
    if module == "lead":
        add_conversion_routes(router)
    if module == "deal":
        add_party_routes(router)
    return router
