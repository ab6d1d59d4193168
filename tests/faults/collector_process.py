"""`camelops collector` as a child process: doors and spool, with the store elsewhere."""

from tests.e2e.process import COMMAND, CamelopsProcess


class CollectorProcess(CamelopsProcess):
    """As `camelops up` in `CamelopsProcess`, without a store of its own: `env` names it."""

    def command(self) -> list[str]:
        up = super().command()
        return [*COMMAND, "collector", *up[len(COMMAND) + 1 :]]
