"""How a command ends when it does not end well. What is known of its effect is in the type."""


class CommandFailed(Exception):
    """`kind` is a program's name of it; the message names the value and the way out."""

    kind = "failed"

    def __init__(self, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.kind = kind or type(self).kind


class UnknownApplication(CommandFailed):
    """No sidecar that is connected has it. Nothing was sent."""

    kind = "unknown_application"


class Expired(CommandFailed):
    """Its deadline was over before it could begin. It has no effect and never will."""

    kind = "expired"


class OutcomeUnknown(CommandFailed):
    """It was sent, and no answer came in time: it may have had its effect. The same id asks for the answer again."""

    kind = "unknown"


class IdTaken(CommandFailed):
    """Another command has this id."""

    kind = "id_taken"


class Refused(CommandFailed):
    """The sidecar or the application says why it does not: `kind` is theirs."""
