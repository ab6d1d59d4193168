"""Searches that were saved."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from controlplane.v1.models.base import Answer, UnixNs
from query.language import TEXT_CHARACTERS_MAX

# A heading in a list.
NAME_CHARACTERS_MAX = 200
# What else a screen's address holds: a time, columns, groups. A thousand of them are still one answer.
PARAMETERS_MAX = 20
VALUE_CHARACTERS_MAX = 1_000
# Keys of facets, lines of a chart: what one address repeats.
VALUES_MAX = 100
# Of all values together.
PARAMS_CHARACTERS_MAX = 20_000

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_CHARACTERS_MAX)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
Value = Annotated[str, StringConstraints(max_length=VALUE_CHARACTERS_MAX)]
# Without a length any text would pass, also half of a surrogate pair, which cannot be stored.
Query = Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX)]
Params = Mapping[str, str | Sequence[str]]


def _bounded(params: Params) -> Params:
    characters = sum(len(each) for value in params.values() for each in ([value] if isinstance(value, str) else value))
    if characters > PARAMS_CHARACTERS_MAX:
        raise ValueError(f"values have {characters:,} characters together, at most {PARAMS_CHARACTERS_MAX:,} are kept")
    return params


class Screen(StrEnum):
    """Where a saved search is opened."""

    TRACES = "traces"
    LOGS = "logs"
    METRICS = "metrics"
    LIVE = "live"
    SERVICE_MAP = "service-map"


class SavedSearchDraft(BaseModel):
    """A search to be saved. `params` are the screen's own: what else its address holds, a list where it repeats one."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    screen: Screen
    query: Query = Field(default="", description="Parsed before it is saved.")
    params: Annotated[
        dict[Key, Value | Annotated[list[Value], Field(min_length=1, max_length=VALUES_MAX)]],
        Field(max_length=PARAMETERS_MAX),
        AfterValidator(_bounded),
    ] = {}
    shared: bool = Field(default=False, description="Everybody of the organization sees it.")


class SavedSearchChange(SavedSearchDraft):
    """What a saved search is to become."""

    version: int = Field(ge=1, le=2**31, description="The one that is changed: another since then is a conflict.")


class SavedSearch(Answer):
    """A search that was saved."""

    id: str
    name: str
    screen: Screen
    query: str
    params: dict[str, str | list[str]]
    shared: bool
    owner: str = Field(description="Who saved it.")
    version: int
    updated_unix_ns: UnixNs


class SavedSearches(Answer):
    """One's own and those that are shared, by name."""

    searches: list[SavedSearch]
