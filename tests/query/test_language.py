"""`query.language`: what people write, and what they are told when it does not parse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query.errors import MalformedQuery
from query.language import (
    DEPTH_MAX,
    EVERYTHING,
    TERMS_MAX,
    TEXT_CHARACTERS_MAX,
    And,
    Comparison,
    Not,
    OneOf,
    Operator,
    Or,
    Range,
    Search,
    Word,
    parse,
)


def equal(key: str, value: str, column: int = 1, key_column: int = 1) -> Comparison:
    return Comparison(key, Operator.EQUAL, value, column, key_column)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("  \t\n", None),
        ("service:orders", equal("service", "orders", 9)),
        ("service=orders", equal("service", "orders", 9)),
        ('name = "GET /orders"', equal("name", "GET /orders", 8)),
        (r'body="say \"hi\" \\ there"', equal("body", r'say "hi" \ there', 6)),
        ("status!=error", Comparison("status", Operator.NOT_EQUAL, "error", 9)),
        ("duration > 100ms", Comparison("duration", Operator.GREATER, "100ms", 12)),
        ("duration:>100ms", Comparison("duration", Operator.GREATER, "100ms", 11)),
        ("duration:<=100ms", Comparison("duration", Operator.LESS_OR_EQUAL, "100ms", 12)),
        ("name=~^GET", Comparison("name", Operator.MATCHES, "^GET", 7)),
        ("name!~^GET", Comparison("name", Operator.NOT_MATCHES, "^GET", 7)),
        ("http.route:*", Comparison("http.route", Operator.EXISTS, "", 12)),
        ('http.route:"*"', equal("http.route", "*", 12)),
        ("name:GET*", Comparison("name", Operator.BEGINS, "GET", 6)),
        ('name:"GET*"', equal("name", "GET*", 6)),
        ("url:http://x:80/a?b=c", equal("url", "http://x:80/a?b=c", 5)),
        ("http://x:80/a", Word("http://x:80/a")),
        ("a:b:c", equal("a", "b:c", 3)),
        ("timeout", Word("timeout")),
        ('"connection reset"', Word("connection reset")),
        ("not found", And((Word("not"), Word("found")))),
        ("-5", Word("-5")),
        ("-timeout", Not(Word("timeout"))),
        ("NOT timeout", Not(Word("timeout"))),
        ("NOTHING ANDROID ORDER", And((Word("NOTHING"), Word("ANDROID"), Word("ORDER")))),
        ("-status:ok", Not(equal("status", "ok", 9, 2))),
        ("status:(error OR unset)", OneOf("status", ("error", "unset"), (9, 18))),
        ("status = ( error )", equal("status", "error", 12)),
        ("a status!=(ok OR unset)", And((Word("a"), Not(OneOf("status", ("ok", "unset"), (12, 18), 3))))),
        (
            'name:("GET /" OR pay* OR x OR *)',
            Or(
                (
                    OneOf("name", ("GET /", "x"), (7, 26)),
                    Comparison("name", Operator.BEGINS, "pay", 18),
                    Comparison("name", Operator.EXISTS, "", 31),
                )
            ),
        ),
        ("name:(ORDER OR OR1)", OneOf("name", ("ORDER", "OR1"), (7, 16))),
        ("duration:[100ms TO 2s]", Range("duration", "100ms", "2s", 11, 20)),
        ("b duration!=[ * TO 2s ]", And((Word("b"), Not(Range("duration", None, "2s", 15, 20, 3))))),
        ("n:[1 TO *]", Range("n", "1", None, 4, 9)),
        ("n:[* TO *]", Comparison("n", Operator.EXISTS, "", 3)),
        ('n:["*" TO "]"]', Range("n", "*", "]", 4, 11)),
        ('n:"[x]"', equal("n", "[x]", 3)),
        ("path:C:\\temp\\*", Comparison("path", Operator.BEGINS, "C:\\temp\\", 6)),
        (r'name=~"\d+\s\"\\"', Comparison("name", Operator.MATCHES, r'\d+\s"' + "\\", 7)),
        ("a b", And((Word("a"), Word("b")))),
        ("a AND b", And((Word("a"), Word("b")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("NOT NOT a", Not(Not(Word("a")))),
        ("ünïcode:wörld", Word("ünïcode:wörld")),
    ],
)
def test_a_search_becomes_this_tree(text, tree):
    assert parse(text) == Search(text, tree)


@pytest.mark.parametrize(
    ("text", "problem", "column"),
    [
        ("service:", "a value is missing after service:", 9),
        ("service: orders", "a value is missing after service:", 9),
        ("a duration > ", "a value is missing after duration >", 14),
        ("a (b", "this parenthesis is never closed", 3),
        ("a b)", "this parenthesis closes nothing", 4),
        ("()", "a term is missing", 2),
        ("a OR", "a term is missing", 5),
        ("a OR OR b", "a term is missing", 6),
        ("AND a", "a term is missing", 1),
        ("NOT", "a term is missing", 4),
        ("a:(b", "this parenthesis is never closed", 3),
        ("a:(b OR", "this parenthesis is never closed", 3),
        ("a:()", "a value is missing", 4),
        ("a:(OR b)", "a value is missing", 4),
        ("a:(b OR)", "a value is missing", 8),
        ("a:(b OR (c))", "a value is missing", 9),
        ("a:(b AND c)", "values after a: are joined by OR", 6),
        ("a:(b c)", "values after a: are joined by OR", 6),
        ('a:("b)', "this quotation mark is never closed", 4),
        ("a>(b)", "a value is missing after a>", 3),
        ("a:[1 to 2]", "a range is [from TO to]", 5),
        ("a:[1", "a range is [from TO to]", 5),
        ("a:[1 TO ", "a range is [from TO to]", 9),
        ("a:[1 TO 2", "a range is [from TO to]", 10),
        ("a:[TO 2]", "a range is [from TO to]", 6),
        ("a:[ ]", "a range is [from TO to]", 5),
        ("x a:[b]", "a range is [from TO to]", 7),
        ('a:[1 TO "2]', "this quotation mark is never closed", 9),
        (r'a:"b\"', "this quotation mark is never closed", 3),
        ("a:(" + "b OR " * TERMS_MAX + "c)", f"the search has {TERMS_MAX + 1} terms", 5 * TERMS_MAX + 6),
        ('name:"abc', "this quotation mark is never closed", 6),
        ('x "abc', "this quotation mark is never closed", 3),
        ("(" * (DEPTH_MAX + 1) + "a", f"more than {DEPTH_MAX} levels", DEPTH_MAX + 2),
        ("NOT " * (DEPTH_MAX + 1) + "a", f"more than {DEPTH_MAX} levels", 4 * (DEPTH_MAX + 1) + 1),
        ("a " * (TERMS_MAX + 1), f"the search has {TERMS_MAX + 1} terms", 2 * (TERMS_MAX + 1) + 1),
        ("a" * (TEXT_CHARACTERS_MAX + 1), f"the search has {TEXT_CHARACTERS_MAX + 1} characters", 81),
    ],
)
def test_an_error_names_its_problem_and_its_column(text, problem, column):
    with pytest.raises(MalformedQuery) as raised:
        parse(text)
    assert raised.value.problem.startswith(problem)
    assert raised.value.column == column
    last = str(raised.value).splitlines()[-1]
    assert last.index("^") == column - 1 + 2
    if len(text) <= TEXT_CHARACTERS_MAX:
        assert column <= len(text) + 1


def test_a_program_narrows_a_search():
    term = Comparison("http.method", Operator.EQUAL, "GET")
    assert parse("a OR b").also(term).tree == And((Or((Word("a"), Word("b"))), term))
    assert EVERYTHING.also(term).tree == term
    assert EVERYTHING.also().tree is None


PIECES = st.sampled_from(
    [
        "a",
        "key:",
        "key",
        "=",
        "!=",
        "=~",
        ":>",
        ":(",
        ":[",
        "[",
        "]",
        " OR ",
        " TO ",
        "TO",
        " ",
        "(",
        ")",
        '"',
        "\\",
        "AND",
        "OR",
        "NOT",
        "-",
        "*",
        "://",
        "é",
        "\0",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_gives_a_tree_or_an_error_inside_the_text(text):
    column = 1
    try:
        parse(text)
    except MalformedQuery as error:
        column = error.column
    assert 1 <= column <= len(text) + 1


WORDS = st.text(min_size=1, max_size=12)
KEYS = st.from_regex(r"[A-Za-z_@][\w.\-/@]{0,8}", fullmatch=True)


def quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(tree: object) -> str:
    """A text that means the tree."""
    match tree:
        case Word(text):
            return quote(text)
        case Comparison(key, operator, value):
            return f"{key}:*" if operator is Operator.EXISTS else f"{key}{operator}{quote(value)}"
        case OneOf(key, values):
            return f"{key}:({' OR '.join(map(quote, values))})"
        case Range(key, low, high):
            return f"{key}:[{' TO '.join('*' if end is None else quote(end) for end in (low, high))}]"
        case Not(part):
            return f"NOT ({written(part)})"
        case And(parts):
            return " ".join(f"({written(part)})" for part in parts)
        case Or(parts):
            return " OR ".join(f"({written(part)})" for part in parts)


WRITABLE = [each for each in Operator if each is not Operator.BEGINS]
TERMS = st.one_of(
    WORDS.map(Word),
    st.builds(
        lambda key, operator, value: Comparison(key, operator, "" if operator is Operator.EXISTS else value, 0, 0),
        KEYS,
        st.sampled_from(WRITABLE),
        st.text(max_size=12),
    ),
    st.builds(
        lambda key, values: OneOf(key, tuple(values), (), 0),
        KEYS,
        st.lists(st.text(max_size=12), min_size=2, max_size=3),
    ),
    st.builds(
        lambda key, low, high: Range(key, low, high, 0, 0, 0),
        KEYS,
        st.text(max_size=12),
        st.none() | st.text(max_size=12),
    ),
)
TREES = st.recursive(
    TERMS,
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, min_size=2, max_size=3).map(lambda each: And(tuple(each))),
        st.lists(parts, min_size=2, max_size=3).map(lambda each: Or(tuple(each))),
    ),
    max_leaves=6,
)


def without_columns(tree: object) -> object:
    match tree:
        case Comparison(key, operator, value):
            return Comparison(key, operator, value, 0, 0)
        case OneOf(key, values):
            return OneOf(key, values, (), 0)
        case Range(key, low, high):
            return Range(key, low, high, 0, 0, 0)
        case Not(part):
            return Not(without_columns(part))
        case And(parts):
            return And(tuple(map(without_columns, parts)))
        case Or(parts):
            return Or(tuple(map(without_columns, parts)))
        case _:
            return tree


@given(TREES)
def test_a_tree_that_is_written_down_is_read_as_itself(tree):
    assert without_columns(parse(written(tree)).tree) == tree
