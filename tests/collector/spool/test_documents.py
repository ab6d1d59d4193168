"""docs/formats/spool.md draws what format.py packs."""

import re
from pathlib import Path

import pytest

from collector.spool.format import (
    DESCRIPTION_BYTES_MAX,
    FOOTER_BYTES,
    FOOTER_MAGIC,
    PREFIX_BYTES,
    RECORD_BYTES,
    RECORD_MAGIC,
    VERSION,
)
from collector.spool.lifecycle import State
from collector.spool.settings import Durability

PAGE = (Path(__file__).parents[3] / "docs" / "formats" / "spool.md").read_text()


def section(title: str) -> str:
    return PAGE.split(f"### {title}\n")[1].split("\n#")[0]


@pytest.mark.parametrize(
    ("title", "size"), [("Prefix", PREFIX_BYTES), ("Record", RECORD_BYTES), ("Footer", FOOTER_BYTES)]
)
def test_the_drawn_fields_lie_side_by_side_and_are_as_long_as_what_is_packed(title: str, size: int):
    at = 0
    for offset, length in re.findall(r"^\| (\d+) \| (\d+) \|", section(title), re.MULTILINE):
        assert int(offset) == at
        at += int(length)
    assert at == size


def test_the_page_names_version_bounds_and_magics():
    assert f"Format version {VERSION}." in PAGE
    assert f"at most {DESCRIPTION_BYTES_MAX:,}" in section("Prefix")
    assert RECORD_MAGIC.hex(" ") in section("Record")
    assert FOOTER_MAGIC.hex(" ") in section("Footer")


def test_the_page_names_every_state_and_every_durability():
    for state in State:
        assert f"<id>.<signal>.{state.value} " in PAGE
    for durability in Durability:
        assert f"| `{durability.value}`" in PAGE
