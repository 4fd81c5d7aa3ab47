"""Customer numbers that websites sign: each is one portal's own, letter for letter (E39). Pure."""

MAX_NUMBER = 120


def customer_value(portal_id: int, number: str) -> str:
    """The value of the identifier: the same number of another portal is somebody else."""
    return f"{portal_id}:{number}"


def portal_of(value: str) -> int:
    """The portal whose number it is."""
    return int(value.partition(":")[0])


def number_of(value: str) -> str:
    """The number as the website knows it."""
    return value.partition(":")[2]
