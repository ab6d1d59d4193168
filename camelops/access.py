"""The collector's credentials as the control plane's: who may send as an organization may read what it sent."""

from collector.credentials import Credentials
from collector.errors import Unauthenticated
from controlplane.access import Caller, Permission


class CredentialAccess:
    """`controlplane.access.Access` over `collector.credentials`."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def caller(self, authorization: str) -> Caller | None:
        """The organization of a bearer token; None when it is not known."""
        try:
            tenant = self._credentials.tenant(authorization or None, None)
        except Unauthenticated:
            return None
        return Caller(tenant.organization, frozenset({Permission.READ}))
