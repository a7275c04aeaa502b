"""Who a visitor is, proven by the site: an HMAC of the id that only its own server can make."""

import hmac
import secrets

SECRET_BYTES = 32


def new_secret() -> str:
    return secrets.token_hex(SECRET_BYTES)


def proof_of(identity_id: str, secret: str) -> str:
    """What the site's server makes: the HMAC in hex, as every language's library writes it."""
    return hmac.new(secret.encode(), identity_id.encode(), "sha256").hexdigest()


def is_proven(identity_id: str, proof: str, secret: str) -> bool:
    """In constant time, so that no proof can be found out digit by digit."""
    return hmac.compare_digest(proof_of(identity_id, secret).encode(), proof.encode())
