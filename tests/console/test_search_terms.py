"""The query box writes terms; the language reads them. Both are held to the same cases."""

import json
from pathlib import Path

import pytest

from query.language import And, Comparison, Not, Operator, parse

CASES = json.loads((Path(__file__).parents[2] / "controlplane/console/src/search/terms.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_term_of_the_query_box_means_its_key_and_value(case: dict[str, str]) -> None:
    tree = parse(f"before {case['text']} -{case['text']}").tree
    assert isinstance(tree, And)
    _, term, excluded = tree.parts
    assert isinstance(term, Comparison)
    assert (term.key, term.operator, term.value) == (case["key"], Operator.EQUAL, case["value"])
    assert isinstance(excluded, Not)
    assert isinstance(excluded.part, Comparison)
    assert excluded.part.value == case["value"]
