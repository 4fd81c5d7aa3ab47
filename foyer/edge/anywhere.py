"""What pages of any website may ask, never with credentials (T26)."""

from foyer.edge.http import NO_STORE, Scope, Send, answer

ANYBODY = (b"access-control-allow-origin", b"*")
PREFLIGHT = (
    ANYBODY,
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"86400"),
)


async def is_post(scope: Scope, send: Send) -> bool:
    """Whether it is a POST; a browser that asks whether it may is told so, and every other method is answered 405."""
    if scope["method"] == "OPTIONS":
        await answer(send, 204, headers=(*PREFLIGHT, NO_STORE))
        return False
    if scope["method"] != "POST":
        await answer(send, 405, b"post", headers=((b"allow", b"POST, OPTIONS"), ANYBODY, NO_STORE))
        return False
    return True
