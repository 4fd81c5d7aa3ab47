"""What the API's own code raises when it cannot do what was asked; `problems` makes documents of it."""


class Unreadable(Exception):
    """Parameters or parts of the body that cannot be used: 422. `errors` has a sentence by name."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Forbidden(Exception):
    """Fields that the owner of the token may not change: 403."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Stale(Exception):
    """If-Match named another version than the record has by now: 412."""

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version
