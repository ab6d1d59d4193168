"""`redact`: what the sidecar would let out of a document, for one who writes rules."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from camelops.cli.output import Column, Output
from camelops.errors import CommandError, ExitCode

if TYPE_CHECKING:
    from camel_bridge.redaction import Document, Redactor

# Offsets in the table; the count says how many there are.
OFFSETS_SHOWN = 8


def redact(
    *,
    file: Annotated[str, typer.Argument(help="The document; - is standard input.", metavar="FILE")] = "-",
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Rule set (TOML); the built-in one if not given.", metavar="RULES")
    ] = None,
    content_type: Annotated[
        str | None, typer.Option("--content-type", help="As the header says it; else by its look.", metavar="TYPE")
    ] = None,
    headers: Annotated[bool, typer.Option("--headers", help="FILE has lines of `Name: value`.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit code 1 if anything was found.")] = False,
    list_rules: Annotated[bool, typer.Option("--list", help="List detectors and rules instead.")] = False,
    defaults: Annotated[bool, typer.Option("--defaults", help="Print the built-in rule set instead.")] = False,
) -> None:
    """Write FILE without what must not leave to stdout, and what was found, never the value, to stderr."""
    from camel_bridge.redaction import REDACTION_DEFAULTS, RulesUnusable, read_rules, redact_body, redact_headers

    output = Output()
    try:
        redactor = read_rules(rules)
    except RulesUnusable as error:
        raise CommandError(str(error), way_out="until it is mended a sidecar with it sends no bodies") from error
    if defaults:
        sys.stdout.write(REDACTION_DEFAULTS)
        return
    if list_rules:
        _list(output, redactor)
        return
    data = _read(file)
    document = redact_headers(redactor, data) if headers else redact_body(redactor, data, content_type)
    sys.stdout.buffer.write(document.data)
    sys.stdout.buffer.flush()
    _report(output, document)
    if check and document.counts:
        raise typer.Exit(ExitCode.FAILED)


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CommandError(
            f"{file}: {error.strerror}", way_out="name a file that can be read, or - for stdin"
        ) from error


def _list(output: Output, redactor: "Redactor") -> None:
    columns: list[Column[tuple[str, bool, str]]] = [
        Column("name", lambda rule: rule[0], cells=20),
        Column("on", lambda rule: "yes" if rule[1] else "no", cells=4),
        Column("what is looked for", lambda rule: rule[2] or "names, headers, paths or expressions of a rule"),
    ]
    output.table(columns, redactor.rules(), header=True)


def _report(output: Output, document: "Document") -> None:
    if not document.counts:
        output.remark("nothing found")
        return
    rows = [(rule, str(count), _offsets(document.offsets.get(rule, []))) for rule, count in document.counts.items()]
    widths = [max(len(row[at]) for row in [("rule", "count", ""), *rows]) for at in (0, 1)]
    output.remark(f"{'rule':<{widths[0]}}  {'count':>{widths[1]}}  offsets, bytes")
    for rule, count, offsets in rows:
        output.remark(f"{rule:<{widths[0]}}  {count:>{widths[1]}}  {offsets}")


def _offsets(offsets: list[int]) -> str:
    more = " …" if len(offsets) > OFFSETS_SHOWN else ""
    return ", ".join(str(at) for at in offsets[:OFFSETS_SHOWN]) + more
