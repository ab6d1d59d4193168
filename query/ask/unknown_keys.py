"""Keys of a search that the data does not have: a hint beside an answer, not an error."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from query.language import Comparison, Node, Not, OneOf, Range, Search, Word
from query.scope import Scope
from query.sql import (
    Named,
    Output,
    Select,
    among,
    call,
    column,
    equals,
    newest,
    render,
    rollup_place,
    scoped,
    text,
    texts,
)
from query.store import Store
from query.vocabulary import Vocabulary

# Compared with an unknown key to find what was meant; the commonest come first.
_CANDIDATES_MAX = 5_000
# How alike two keys are, 0 to 1: `htp.route` and `http.route` are 0.95.
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A key as written, the column it stands at, what is to be said, and the key that may have been meant."""

    key: str
    column: int
    message: str
    nearest: str | None


def unknown_keys(store: Store, scope: Scope, search: Search, vocabulary: Vocabulary) -> list[UnknownKey]:
    """Keys, in their order, that no record of the hours in range has and that are no field either."""
    written: dict[str, int] = {}
    for key, at in _keys(search.tree):
        if key not in vocabulary.fields and not key.startswith(tuple(vocabulary.nested)):
            written.setdefault(key, at)
    if not written:
        return []
    places = {key: rollup_place(key, vocabulary) for key in written}
    bare = {name for _, name in places.values()}
    there = set(_stored(store, scope, vocabulary, tuple(bare)))
    unknown = [key for key, (sources, name) in places.items() if not any((each, name) in there for each in sources)]
    if not unknown:
        return []
    others = _stored(store, scope, vocabulary, None)
    return [_unknown(key, written[key], others, vocabulary) for key in unknown]


def _unknown(key: str, at: int, stored: list[tuple[str, str]], vocabulary: Vocabulary) -> UnknownKey:
    sources, bare = rollup_place(key, vocabulary)
    prefix = key.removesuffix(bare)
    # Where it was looked up first; under another prefix it may be there by the very name.
    meant = {name: f"{prefix}{name}" for source, name in stored if source in sources}
    if not prefix:
        meant |= {name: name for name in vocabulary.fields}
    for source, name in stored:
        meant.setdefault(name, f"{source}.{name}")
    found = difflib.get_close_matches(bare, meant, n=1, cutoff=_ALIKE)
    nearest = meant[found[0]] if found else None
    problem = f"no record of this time has {key}"
    return UnknownKey(key, at, f"{problem}: did you mean {nearest}?" if nearest else problem, nearest)


def _stored(store: Store, scope: Scope, vocabulary: Vocabulary, names: tuple[str, ...] | None) -> list[tuple[str, str]]:
    """(source, key) of attributes there are, the commonest first; of some names, or of all."""
    select = Select(
        scoped("otel_attributes_1h", scope),
        (column("Source"), column("Key"), Named("Records", call("sum", column("Count")))),
        where=(
            equals(column("Signal"), text(vocabulary.signal)),
            *(() if names is None else (among(column("Key"), texts(names)),)),
        ),
        group_by=(column("Source"), column("Key")),
        order_by=(newest(Output("Records")),),
        limit=_CANDIDATES_MAX,
    )
    return store.frame(*render(select), scope.limits).select("Source", "Key").rows()


def _keys(node: Node | None) -> Iterator[tuple[str, int]]:
    match node:
        case None | Word():
            return
        case Comparison() | OneOf() | Range():
            yield node.key, node.key_column
        case Not(part):
            yield from _keys(part)
        case _:
            for part in node.parts:
                yield from _keys(part)
