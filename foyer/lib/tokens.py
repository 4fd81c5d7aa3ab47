"""Random secrets, and the hashes under which they are stored."""

import hashlib
import secrets

SECRET_BYTES = 24
PUBLIC_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_secret() -> str:
    """A fresh secret of 192 bits, safe in URLs and headers (T5)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_public_key(prefix: str, length: int = 10) -> str:
    """A short name that may be shown, like `p_7Kd2mQxW4b`; not a secret."""
    return prefix + "".join(secrets.choice(PUBLIC_ALPHABET) for _ in range(length))


def digest(secret: str) -> str:
    """What is stored of a secret: SHA-256 in hex. Fit for long random secrets only, never for passwords."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
