"""Applies the steps that a store lacks, and tells whether a store fits this version.

Several processes may start at once: every statement is idempotent, and taking a step twice writes two equal records,
which count as one. The record comes after the statements, so a step that broke off is taken again.
"""

# ruff: noqa: S608 - the names in these statements are constants of ours and a checked database name
from collections.abc import Iterator, Sequence

from query.errors import SchemaMissing, SchemaTooNew, SchemaTooOld
from query.migrations.history import Migration, history
from query.migrations.operations import RECORDS
from query.schema.ddl import Target, create_database
from query.store import Store


def migrate(store: Store, steps: Sequence[Migration] | None = None) -> list[Migration]:
    """Takes the missing steps in order and returns them. Raises SchemaTooNew, StoreUnavailable, QueryFailed."""
    known = history() if steps is None else steps
    for statement in _groundwork(store.target):
        store.execute(statement)
    applied = _applied(store)
    _refuse_newer(store, applied, known)
    taken = []
    for step in known:
        if step.number in applied:
            continue
        for statement in _statements(step, store.target):
            store.execute(statement)
        taken.append(step)
    return taken


def statements(target: Target) -> Iterator[str]:
    """Everything that `migrate` runs on an empty store, in order."""
    yield from _groundwork(target)
    for step in history():
        yield from _statements(step, target)


def check(store: Store, steps: Sequence[Migration] | None = None) -> None:
    """Raises SchemaTooOld or SchemaTooNew, naming what was found, what is needed and the way out."""
    known = history() if steps is None else steps
    applied = _applied(store)
    _refuse_newer(store, applied, known)
    missing = [step for step in known if step.number not in applied]
    if missing:
        names = ", ".join(f"{step.number} {step.name}" for step in missing)
        raise SchemaTooOld(
            f"{store.address} is at schema version {max(applied, default=0)}, this camelops needs {known[-1].number} "
            f"(missing: {names}): run `camelops migrate`"
        )


def version(store: Store) -> int:
    """The highest step taken, 0 for none."""
    return max(_applied(store), default=0)


def _groundwork(target: Target) -> Iterator[str]:
    yield create_database(target)
    yield _create_records(target)


def _statements(step: Migration, target: Target) -> Iterator[str]:
    for operation in step.operations:
        yield from operation.statements(target)
    yield _record(step, target)


def _refuse_newer(store: Store, applied: dict[int, int], known: Sequence[Migration]) -> None:
    newest = known[-1].number
    needed = max(applied.values(), default=0)
    if needed > newest:
        raise SchemaTooNew(
            f"{store.address} is at schema version {max(applied)}, which needs a camelops that knows version {needed}; "
            f"this one knows {newest}: install a later camelops"
        )


def _applied(store: Store) -> dict[int, int]:
    """Steps taken: number to the lowest version that still works with it."""
    try:
        found = store.frame(f"SELECT Number, max(OldestVersion) AS Oldest FROM {RECORDS} GROUP BY Number")
    except SchemaMissing:
        return {}
    return dict(zip(found["Number"], found["Oldest"], strict=True))


def _create_records(target: Target) -> str:
    # One log for all shards: a step is taken everywhere or not at all.
    path = f"'/clickhouse/tables/all/{target.database}/{RECORDS}', '{{shard}}-{{replica}}'"
    engine = f"ReplicatedMergeTree({path})" if target.cluster else "MergeTree"
    return (
        f"CREATE TABLE IF NOT EXISTS {target.database}.{RECORDS}{target.on_cluster} "
        "(Number UInt32, Name String, OldestVersion UInt32, AppliedAt DateTime64(3, 'UTC')) "
        f"ENGINE = {engine} ORDER BY Number"
    )


def _record(step: Migration, target: Target) -> str:
    return (
        f"INSERT INTO {target.database}.{RECORDS} (Number, Name, OldestVersion, AppliedAt) "
        f"SELECT {step.number}, '{step.name}', {step.oldest_version}, now64(3)"
    )
