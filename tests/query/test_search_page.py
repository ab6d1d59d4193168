"""docs/search.md beside the language itself."""

import re
from pathlib import Path

from query.ask.exchanges import is_own_key
from query.language import parse
from query.vocabulary import LOGS, METRICS, TRACES

PAGE = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")


def test_every_example_can_be_read() -> None:
    (block,) = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    examples = [re.split(r"\s{3,}", line)[0] for line in block.splitlines()]
    assert len(examples) == 7
    for example in examples:
        parse(example)


def test_every_field_is_on_the_page_and_no_other() -> None:
    table = PAGE.split("| field |")[1].partition("\n\n")[0].splitlines()[2:]
    told = {name for row in table for name in re.findall(r"`([a-z_.]+)`", row.split("|")[1])}
    told |= set(re.findall(r"`(camel\.[a-z]+\.id)`", PAGE))
    assert told == TRACES.fields.keys() | LOGS.fields.keys() | METRICS.fields.keys()


def test_every_choice_is_on_the_page() -> None:
    for name in ("status", "kind"):
        choices = TRACES.fields[name].choices
        assert choices is not None
        (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
        assert set(re.findall(r"`([a-z]+)`", row)) == {name, *choices}


def test_the_keys_of_exchanges_are_on_the_page() -> None:
    table = PAGE.split("## Exchanges")[1]
    told = {row.split("|")[1].strip(" `") for row in table.splitlines() if row.startswith("| `")}
    assert told == {"outcome", "reason", "exception", "body", "header.NAME"}
    assert all(map(is_own_key, told))
