"""Redaction over a labelled corpus, through its Python face and its command. tests/golden/redaction."""

import json
from collections import Counter
from pathlib import Path
from urllib.parse import quote_plus
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from camel_bridge.redaction import Redactor, RulesUnusable, read_rules, redact_headers
from tests.camel_bridge.redaction_corpus import EMBEDDINGS, negatives, positives, secret_of

GOLDEN = Path(__file__).parents[1] / "golden" / "redaction"
RECALL_MIN = 0.98
PRECISION_MIN = 0.97
REDACTOR = Redactor("version = 1\n")


def corpus(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


POSITIVES = corpus("positives")
PLANTED = [record for record in POSITIVES if record["embedding"] == "header"]


def redacted(record: dict[str, str], redactor: Redactor = REDACTOR) -> tuple[bytes, dict[str, int]]:
    data = record["text"].encode()
    if record["verb"] == "header":
        out = redactor.header("X-Note", data)
    else:
        out = {"body": redactor.body, "text": redactor.text, "uri": redactor.uri}[record["verb"]](data)
    return out.bytes, dict(out.counts)


def test_the_corpus_is_what_its_script_makes():
    assert corpus("positives") == list(positives())
    assert corpus("negatives") == list(negatives())


def test_recall_and_precision_of_every_detector():
    right, wrong, samples = Counter[str](), Counter[str](), Counter[str]()
    missed: list[str] = []
    for record in POSITIVES:
        detector = record["detector"]
        out, counts = redacted(record)
        samples[detector] += 1
        gone = not any(secret.encode() in out for secret in (record["secret"], quote_plus(record["secret"])))
        right[detector] += gone and detector in counts
        if not (gone and detector in counts):
            missed.append(f"{detector}: {record['text']} → {out.decode()}")
        wrong.update(rule for rule in counts if rule != detector)
    for record in corpus("negatives"):
        out, counts = redacted(record)
        wrong.update(counts)
        if counts:
            missed.append(f"{record['kind']}: {record['text']} → {out.decode()}")
    print("\n".join(missed))
    below = []
    for detector, count in samples.items():
        recall, precision = right[detector] / count, right[detector] / max(right[detector] + wrong[detector], 1)
        print(f"{detector:20} samples {count:4} recall {recall:.3f} precision {precision:.3f}")
        if count >= 30 and (recall < RECALL_MIN or precision < PRECISION_MIN):
            below.append((detector, recall, precision))
    assert below == []


@pytest.mark.parametrize("kind", ["json", "xml", "xml-attribute", "cdata", "json-in-json", "json-escaped"])
def test_what_was_json_or_xml_still_is(kind: str):
    read = json.loads if kind.startswith("json") else ET.fromstring
    for record in POSITIVES:
        if record["embedding"] == kind:
            read(redacted(record)[0].decode())


def test_what_came_out_goes_through_unchanged():
    for record in POSITIVES:
        out, _ = redacted(record)
        assert redacted({**record, "text": out.decode()}) == (out, {}), record


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_planted_secret_remains_whatever_stands_around_it(data: st.DataObject):
    record = data.draw(st.sampled_from(PLANTED))
    around = st.text(st.characters(categories=["Ll", "Zs"], include_characters='.,;"{}<>&\\\n'), max_size=20)
    verb, embed = EMBEDDINGS[data.draw(st.sampled_from([name for name in EMBEDDINGS if name != "cdata"]))]
    text = embed(f"{data.draw(around)} {record['text']} {data.draw(around)}")
    out, counts = redacted({"verb": verb, "text": text})
    assert counts
    assert record["secret"].encode() not in out
    assert secret_of(record["detector"], record["text"]) == record["secret"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000), st.none() | st.text(max_size=40))
def test_any_bytes_come_out_as_bytes(body: bytes, content_type: str | None):
    once = REDACTOR.body(body, content_type)
    assert once.counts or once.bytes == body
    REDACTOR.uri(body)
    REDACTOR.header("X", body)
    REDACTOR.text(body)


HOSTILE = [
    "x",
    "1",
    "@",
    "a@",
    "1 ",
    "[",
    '{"a":',
    "<a>",
    "<",
    '"',
    "\\",
    "a:",
    "=",
    "eyJ-",
    "password=",
    "phone 12345678 ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_body_of_a_mebibyte_passes(unit: str):
    body = (unit * (1 << 20))[: 1 << 20].encode()
    for content_type in (None, "application/json", "application/x-www-form-urlencoded"):
        REDACTOR.body(body, content_type)


# Of expressions that others' engines never come to an end with.
RULES = {
    r"(a+)+$": 1,
    r"(.*)*x": 0,
    r"(a|aa)+b": 0,
    r"(a*)*(a*)*b": 0,
    r"^(([a-z])+.)+[A-Z]([a-z])+$": 0,
    r"a{1000}": 1_048,
}


@pytest.mark.parametrize("expression", RULES)
def test_a_rule_of_a_user_is_asked_in_linear_time(expression: str):
    redactor = Redactor(f"version = 1\ndefaults = false\n[[rule]]\nname = 'own'\nregex = ['{expression}']\n")
    assert dict(redactor.text(b"a" * (1 << 20)).counts).get("own", 0) == RULES[expression]
    # The one that fails only at its last byte.
    redactor.text(b"a" * ((1 << 20) - 1) + b"!")


def test_an_expression_that_reads_on_after_every_match_costs_the_value():
    redactor = Redactor("version = 1\ndefaults = false\n[[rule]]\nname = 'own'\nregex = ['[A-Z]+[0-9]|[A-Z]']\n")
    assert redactor.text(b"A" * (1 << 10)).bytes == b"[redacted:own]" * (1 << 10)
    assert redactor.text(b"A" * (1 << 20)).bytes == b"[redacted:own]"
    body = b'{"a": "' + b"A" * (1 << 20) + b'", "b": "b"}'
    assert redactor.body(body).bytes == b'{"a": "[redacted:own]", "b": "b"}'


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("a{1000}{1000}", "more than 10 MiB: repeat less"),
        ("(x{100}){100}{100}", "more than 10 MiB: repeat less"),
        ("(a", "unclosed group"),
        ("[0-9]*", "found where nothing is: write"),
        ("(a)\\\\1", "backreferences are not supported"),
        ("(?=a)", "look-around"),
    ],
)
def test_a_rule_that_would_cost_too_much_or_is_none_is_refused(expression: str, why: str, tmp_path: Path):
    file = tmp_path / "rules.toml"
    file.write_text(f'version = 1\n[[rule]]\nname = "own"\nregex = ["{expression}"]\n')
    with pytest.raises(RulesUnusable, match=f"(?s)line 4: .*{why}") as refused:
        read_rules(file)
    assert expression.replace("\\\\", "\\") in str(refused.value)


def test_a_large_number_and_deep_nesting_stay_json():
    assert REDACTOR.body(b'{"a":' * 100_000 + b"1" * 100_000 + b"}" * 100_000).counts == []
    nested = b'{"a":' * 100_000 + b'"ada@example.com"' + b"}" * 100_000
    assert REDACTOR.body(nested).bytes == nested.replace(b"ada@example.com", b"[redacted:email]")


def test_headers_are_read_line_by_line():
    document = redact_headers(
        REDACTOR, b"Accept: text/html\r\nAuthorization: Bearer x\r\nX-Note: to ada@example.com\r\n"
    )
    assert document.data.split(b"\r\n")[1:3] == [
        b"Authorization: [redacted:authorization]",
        b"X-Note: to [redacted:email]",
    ]
    assert document.offsets == {"authorization": [34], "email": [55]}


def test_rules_that_cannot_be_read_say_file_line_value_and_way_out(tmp_path: Path):
    file = tmp_path / "rules.toml"
    with pytest.raises(RulesUnusable, match=r"rules\.toml: No such file"):
        read_rules(file)
    file.write_text("version = 1\n[detectors]\ncadr = false\n")
    with pytest.raises(RulesUnusable, match=r"rules\.toml, line 3: cadr is not known here: there are card, iban"):
        read_rules(file)
    file.write_bytes(b"version = 1 # \xff")
    with pytest.raises(RulesUnusable, match="byte 14 is not UTF-8"):
        read_rules(file)
