"""What can go wrong between a caller and a JVM."""


class GatewayError(Exception):
    """A call that was not done."""


class GatewayFileRefused(GatewayError):
    """A gateway file that is not followed: whoever wrote it could choose what is asked. Not again before it changed."""


class GatewayUnavailable(GatewayError):
    """Nobody answers, or not in time. What was asked for may have been done; to ask again is safe."""


class GatewayCallFailed(GatewayError):
    """The agent says it was not done: `kind` unknown_route, bad_value, timeout or failed, and a sentence."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
