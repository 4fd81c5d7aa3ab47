"""The hot path: raw ASGI, hits and sockets."""
