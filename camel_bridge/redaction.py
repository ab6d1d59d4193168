"""Redaction of one document at a time, for a person who writes rules: what the sidecar would let out.

The engine is `native.Redactor` (docs/redaction.md); the sidecar calls it within the native module.
"""

from dataclasses import dataclass
from pathlib import Path

from camel_bridge.sidecar.codec import REDACTION_DEFAULTS, Redactor

__all__ = ["REDACTION_DEFAULTS", "Document", "Redactor", "RulesUnusable", "read_rules", "redact_body", "redact_headers"]


class RulesUnusable(ValueError):
    """A rule set that is none: file, line, value, way out. Then nothing may leave but counts."""


@dataclass(frozen=True, slots=True)
class Document:
    """What came out. `offsets` are bytes of the input by rule, of the first thousand finds."""

    data: bytes
    counts: dict[str, int]
    offsets: dict[str, list[int]]


def read_rules(path: Path | None) -> Redactor:
    """The rules of a file, or the built-in ones."""
    if path is None:
        return Redactor("version = 1\n")
    try:
        return Redactor(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesUnusable(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RulesUnusable(f"{path}: byte {error.start} is not UTF-8: a rule set is TOML in UTF-8") from error
    except ValueError as error:
        raise RulesUnusable(f"{path}, {error}") from error


def redact_body(rules: Redactor, data: bytes, content_type: str | None) -> Document:
    """A whole body."""
    redacted = rules.body(data, content_type)
    offsets: dict[str, list[int]] = {}
    for rule, at in redacted.offsets:
        offsets.setdefault(rule, []).append(at)
    return Document(redacted.bytes, dict(redacted.counts), offsets)


def redact_headers(rules: Redactor, data: bytes) -> Document:
    """Lines of `Name: value`; one without a colon is text. Line ends stay as they are."""
    lines: list[bytes] = []
    counts: dict[str, int] = {}
    offsets: dict[str, list[int]] = {}
    begin = 0
    for line in data.splitlines(keepends=True):
        content = line.rstrip(b"\r\n")
        name, colon, after = content.partition(b":")
        value = after.lstrip(b" \t")
        start = len(content) - len(value) if colon else 0
        redacted = rules.header(name.decode(errors="replace"), value) if colon else rules.text(content)
        lines += [content[:start], redacted.bytes, line[len(content) :]]
        for rule, count in redacted.counts:
            counts[rule] = counts.get(rule, 0) + count
        for rule, at in redacted.offsets:
            offsets.setdefault(rule, []).append(begin + start + at)
        begin += len(line)
    return Document(b"".join(lines), counts, offsets)
