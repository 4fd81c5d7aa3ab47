"""The public half of a website's own key, read as it is pasted (E39). A private one is refused and not kept."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.utils.translation import gettext as _

from foyer.team.types import Refusal

MAX_PEM = 1000


def public_key_of(text: str) -> str:
    """An Ed25519 key in PEM, written anew. Raises Refusal."""
    if "PRIVATE KEY" in text.upper():
        raise Refusal(_("This is a private key. It stays on your server; paste the public key that belongs to it."))
    try:
        found = load_pem_public_key(text.strip()[:MAX_PEM].encode("utf-8", "replace"))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refusal(_("This is no public key in PEM. One begins with -----BEGIN PUBLIC KEY-----.")) from None
    if not isinstance(found, Ed25519PublicKey):
        raise Refusal(_("This key is of another kind. Make one of Ed25519."))
    return found.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
