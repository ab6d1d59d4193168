"""Names in the environment that look like settings and are none: a misspelt one would be as if it were not set."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from camelops.settings_page import READING, Setting, all_settings, settings_of

PREFIX = "CAMELOPS_"
# Read by the agent, in another process.
AGENT = "CAMELOPS_AGENT_"


def unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each, with the setting that may have been meant."""
    settings = [*READING, *(each for model in all_settings() for each in settings_of(model))]
    return unknown_among(environment, settings, PREFIX)


def unknown_among(environment: Mapping[str, str], settings: Iterable[Setting], prefix: str) -> Iterator[str]:
    """As above, of the names that begin with `prefix`."""
    known = [each.variable.removeprefix(PREFIX) for each in settings]
    for name in sorted(environment):
        if not name.startswith(prefix) or name.startswith(AGENT) or name.removeprefix(PREFIX) in known:
            continue
        # Compared without the beginning, which would make any two alike.
        meant = get_close_matches(name.removeprefix(PREFIX), known, n=1)
        ask = f": did you mean {PREFIX}{meant[0]}?" if meant else ""
        yield f"there is no setting {name}{ask}"
