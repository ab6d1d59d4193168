"""The collector's credentials as the control plane's: who may send as an organization may read what it sent, and keep
searches of their own there.
"""

import hashlib

from collector.credentials import Credentials
from collector.errors import Unauthenticated
from controlplane.access import Caller, Permission

_OWNER_DIGITS = 12


class CredentialAccess:
    """`controlplane.access.Access` over `collector.credentials`."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def caller(self, authorization: str) -> Caller | None:
        """The organization of a bearer token, which owns what it keeps; None when it is not known."""
        try:
            tenant = self._credentials.tenant(authorization or None, None)
        except Unauthenticated:
            return None
        # Enough of the token's hash to tell owners apart; it lets nobody in.
        owner = hashlib.sha256(authorization.encode()).hexdigest()[:_OWNER_DIGITS] if authorization else ""
        return Caller(tenant.organization, frozenset(Permission), owner)
