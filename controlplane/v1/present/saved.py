"""Saved searches."""

from controlplane.v1.models import SavedSearch, SavedSearchDraft, Screen
from query import saved_searches as kept


def saved_search(found: kept.SavedSearch) -> SavedSearch:
    """As it is answered."""
    return SavedSearch(
        id=found.id,
        name=found.name,
        screen=Screen(found.screen),
        query=found.query,
        params={key: value if isinstance(value, str) else list(value) for key, value in found.params.items()},
        shared=found.shared,
        owner=found.owner,
        version=found.version,
        updated_unix_ns=found.updated_unix_ns,
    )


def to_keep(draft: SavedSearchDraft, owner: str, identifier: str = "", version: int = 0) -> kept.SavedSearch:
    """As it is kept."""
    return kept.SavedSearch(
        id=identifier,
        owner=owner,
        shared=draft.shared,
        name=draft.name,
        screen=draft.screen,
        query=draft.query,
        params=draft.params,
        version=version,
    )
