"""Keys of a search that the data does not have: a hint beside an answer, not an error."""

# ruff: noqa: S608 - statements are made of our own words; every value is bound
from collections.abc import Iterator

from query.compile import Binder, bounded_hours
from query.language import Comparison, Node, Not, Search, Word
from query.scope import Scope
from query.store import Store
from query.vocabulary import Vocabulary


def unknown_keys(store: Store, scope: Scope, search: Search, vocabulary: Vocabulary) -> list[str]:
    """Keys as written, in their order, that no record of the hours in range has and that are no alias either."""
    written = {key: _bare(key, vocabulary) for key in _keys(search.tree) if key not in vocabulary.fields}
    if not written:
        return []
    binder = Binder()
    found = store.frame(
        f"SELECT DISTINCT Key FROM otel_attributes_1h WHERE {bounded_hours(scope, 'Hour', binder)} "
        f"AND Signal = {binder.text(vocabulary.signal)} "
        f"AND Key IN {binder.bind(list(written.values()), 'Array(String)')}",
        binder.parameters,
        scope.limits,
    )
    known = set(found["Key"])
    return [key for key, bare in written.items() if bare not in known]


def _bare(key: str, vocabulary: Vocabulary) -> str:
    for prefix in vocabulary.prefixes:
        if key.startswith(prefix):
            return key.removeprefix(prefix)
    return key


def _keys(node: Node | None) -> Iterator[str]:
    match node:
        case None | Word():
            return
        case Comparison(key):
            yield key
        case Not(part):
            yield from _keys(part)
        case _:
            for part in node.parts:
                yield from _keys(part)
