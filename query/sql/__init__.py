"""Statements as data: frozen expressions, transforms, text.

In reading order: `expressions` (what a statement is made of), `select` (a question, and `scoped`, the one door to a
table), `keys` and `search` (what a key's value is in a row, and what a person's search means there), `transforms`
(selects into better ones), `render` (to text and bound values).

    rows = scoped("otel_traces", scope)
    select = Select(rows, (column("TraceId"),), where=(equals(column("ServiceName"), text(name)),), limit=20)
    frame = store.frame(*render(select), scope.limits)

Two things hold for every statement, whoever writes it: its text does not depend on a value that a person wrote, and
each SELECT over a table carries the predicate of one tenant.
"""

from query.sql.expressions import (
    Attribute,
    Call,
    Column,
    Constant,
    Expression,
    HasValue,
    Lambda,
    Output,
    Value,
    Variable,
    Within,
    among,
    call,
    column,
    either,
    equals,
    every,
    moment,
    negated,
    number,
    text,
    texts,
    whole,
)
from query.sql.keys import KeyValue, bare_sources, key_value, level, rollup_place, source_of
from query.sql.render import Statement, render
from query.sql.search import matching
from query.sql.select import (
    Join,
    JoinKind,
    LimitBy,
    Named,
    Order,
    Rows,
    Select,
    Time,
    Union,
    columns_of,
    newest,
    scoped,
)

__all__ = [
    "Attribute",
    "Call",
    "Column",
    "Constant",
    "Expression",
    "HasValue",
    "Join",
    "JoinKind",
    "KeyValue",
    "Lambda",
    "LimitBy",
    "Named",
    "Order",
    "Output",
    "Rows",
    "Select",
    "Statement",
    "Time",
    "Union",
    "Value",
    "Variable",
    "Within",
    "among",
    "bare_sources",
    "call",
    "column",
    "columns_of",
    "either",
    "equals",
    "every",
    "key_value",
    "level",
    "matching",
    "moment",
    "negated",
    "newest",
    "number",
    "render",
    "rollup_place",
    "scoped",
    "source_of",
    "text",
    "texts",
    "whole",
]
