"""What leaves as OTLP is what docs/camel-telemetry.md says."""

import json
import re
from pathlib import Path
from typing import Any

from tests.camel_bridge import golden

PAGE = Path(__file__).parents[2] / "docs" / "camel-telemetry.md"


def test_records_of_each_type_become_the_golden_requests(tmp_path: Path) -> None:
    assert golden.as_json(golden.drained(tmp_path)) == json.loads(golden.EXPECTED.read_text())


def test_every_name_that_is_sent_is_on_the_page() -> None:
    page = PAGE.read_text()
    named = set(_names(json.loads(golden.EXPECTED.read_text())))
    assert {"camel.route.id", "camel.message", "camel.node.duration", "camelops.gap"} <= named
    missing = {name for name in named if f"`{name}`" not in page and not name.startswith("camel.message.header.")}
    assert not missing


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for each in value for name in _names(each)]
    if not isinstance(value, dict):
        return []
    own = [
        str(value[field])
        for field in ("key", "eventName", "name")
        if re.match(r"camel(ops)?\.|exception", str(value.get(field)))
    ]
    return own + [name for each in value.values() for name in _names(each)]
