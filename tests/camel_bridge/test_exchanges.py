"""What the agent tells of exchanges: real JVMs, every line of Camel, each pattern and each kind of body."""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.camel import JAR, class_path
from tests.camel_bridge.records import Exchange, Payload, Step, Told, only_ring, told
from tests.camel_bridge.test_attach import END_S_MAX, VERSIONS

GOLDEN = Path(__file__).parents[1] / "golden" / "exchange-v1.bin"


@cache
def run(
    version: str, application: str = "Patterns", more: str = "sampling.per.second=100000"
) -> tuple[Told, list[str]]:
    """All that was told of an application, and the lines it printed."""
    with TemporaryDirectory() as folder:
        options = f"-javaagent:{JAR}=ring.dir={folder},{more}"
        command = ["java", options, "-cp", class_path(version), application]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=END_S_MAX, check=False)
        assert ended.returncode == 0, ended.stderr
        assert "cannot" not in "".join(line for line in ended.stderr.splitlines() if "[camelops-agent]" in line)
        return told(only_ring(Path(folder))), ended.stdout.splitlines()


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def patterns(version: str) -> Told:
    return run(version)[0]


def whole(told_: Told, route: str) -> Exchange:
    """The exchange that is no part of another."""
    (one,) = [each for each in told_.of(route) if not each.is_part]
    return one


def parent(told_: Told, part: Exchange) -> tuple[Exchange, Step]:
    """The exchange that it is a part of, and its step."""
    (found,) = [(each, step) for each in told_.exchanges for step in each.steps if step.span == part.parent]
    return found


@pytest.mark.parametrize(
    ("route", "node", "kind", "parts"),
    [
        ("split", "each", "split", 3),
        ("parallel", "at-once", "split", 3),
        ("multicast", "to1", "multicast", 2),
        ("aggregated", "all-of-them", "aggregate", 4),
    ],
)
def test_parts_made_within_a_route_belong_to_the_step_that_made_them(
    patterns: Told, route: str, node: str, kind: str, parts: int
) -> None:
    found = [each for each in patterns.of(route) if each.is_part]
    assert len(found) == parts
    (*_, part) = [each for each in found if node in [step.id for step in each.steps]]
    made_by, step = parent(patterns, part)
    assert (made_by.route, step.kind) == (route, kind)
    assert {each.trace for each in found} == {whole(patterns, route).trace}


@pytest.mark.parametrize(
    ("route", "kind", "taken_by", "parts"),
    [
        ("tap", "wireTap", "leaf", 1),
        ("recipients", "recipientList", "leaf", 2),
        ("enriched", "enrich", "leaf", 1),
        ("queued", "to", "queue", 1),
    ],
)
def test_parts_that_another_route_takes_belong_to_the_step_that_sent_them(
    patterns: Told, route: str, kind: str, taken_by: str, parts: int
) -> None:
    sent = whole(patterns, route)
    found = [each for each in patterns.of(taken_by) if each.trace == sent.trace]
    assert len(found) == parts
    for part in found:
        made_by, step = parent(patterns, part)
        assert (made_by.id, step.kind) == (sent.id, kind)
        assert part.is_part


def test_what_comes_after_parts_is_the_wholes_again(patterns: Told) -> None:
    # Their results are copied back, with all that they had.
    assert whole(patterns, "parallel").path()[-1] == "after-parallel"
    assert whole(patterns, "enriched").path()[-1] == "after-enrich"
    assert whole(patterns, "multicast").path()[-1] == "leaf/leaf-node"


def test_a_route_that_an_exchange_is_handed_to_is_a_step(patterns: Told) -> None:
    part = patterns.of("queue")[0]
    assert part.path() == ["taken", "taken/leaf", "leaf/leaf-node"]
    assert [step.is_route for step in part.steps] == [False, True, False]
    assert part.steps[1].endpoint == "direct://leaf"


def test_another_thread_goes_on_with_the_same_exchange(patterns: Told) -> None:
    assert [step.id for step in whole(patterns, "threads").steps][-1] == "elsewhere"


def test_each_turn_of_a_loop_is_a_step(patterns: Told) -> None:
    one = whole(patterns, "loop")
    assert one.path()[1:] == [f"{one.steps[0].id}/turn"] * 3
    assert [one.messages[step.after].headers["turn"][1] for step in one.steps[1:]] == ["0", "1", "2"]
    assert len([each for each in patterns.of("looped-copies") if each.is_part]) == 2


def outcome(one: Exchange) -> tuple[bool, bool, tuple[str | None, ...]]:
    return one.failed, one.handled, tuple(failure.message for failure in one.failures)


def test_an_error_handlers_work_is_told(patterns: Told) -> None:
    handled = whole(patterns, "handled")
    assert outcome(handled) == (False, True, ("4111 1111 1111 1111 refused",))
    by_id = {step.id: step for step in handled.steps}
    assert [(by_id[at].failed, by_id[at].handled) for at in ("calls", "fails-for-good", "fails", "instead")] == [
        (False, False),
        (True, True),
        (True, True),
        (False, False),
    ]
    assert handled.steps[by_id["instead"].around].id == "fails"
    assert "java.lang.IllegalArgumentException" in handled.failures[0].trace

    dead = whole(patterns, "dead")
    assert outcome(dead) == (False, True, ("no",))
    assert dead.path() == ["no", "no/to-dead-letters", "to-dead-letters/dead-letters", "dead-letters/buried"]
    assert dead.steps[0].redeliveries == 1

    retried = whole(patterns, "retried")
    assert outcome(retried) == (False, False, ())
    assert retried.steps[0].redeliveries == 2

    given_up = whole(patterns, "given-up")
    assert outcome(given_up) == (True, False, ("never",))
    assert (given_up.reason, given_up.threshold, given_up.steps[0].redeliveries) == ("failed", 0, 2)


def test_what_a_route_catches_itself_is_no_failure_of_the_exchange(patterns: Told) -> None:
    caught = whole(patterns, "caught")
    assert outcome(caught) == (False, False, ("tried",))
    assert [step.id for step in caught.steps if step.failed] == ["tries"]
    assert "catches" in [step.id for step in caught.steps]


def test_a_part_that_fails_is_kept_with_its_whole(patterns: Told) -> None:
    failed = [each for each in patterns.of("part-fails") if each.failed]
    assert [each.is_part for each in failed] == [True, False]
    assert failed[0].failures[0].kind == "java.io.IOException"
    assert failed[1].steps[0].failed


def test_counters_tell_the_same(patterns: Told) -> None:
    def counts(route: str, node: str | None = None) -> tuple[int, int, int, int, int]:
        counts = patterns.routes[route].counts if node is None else patterns.routes[route].nodes[node].counts
        return counts.started, counts.ended, counts.failed, counts.handled, counts.redelivered

    assert counts("fails-for-good") == counts("fails-for-good", "fails") == (1, 1, 1, 1, 0)
    assert counts("handled", "never") == (0, 0, 0, 0, 0)
    assert counts("handled") == (1, 1, 1, 1, 0)
    assert counts("dead", "no") == (1, 1, 1, 1, 1)
    assert counts("retried", "third-time") == (1, 1, 0, 0, 2)
    assert counts("given-up", "in-vain") == (1, 1, 1, 0, 2)
    assert counts("part-fails", "checks") == (3, 3, 1, 0, 0)
    assert counts("caught") == (1, 1, 0, 0, 0)
    for one in patterns.routes.values():
        assert all(each.started == each.ended for each in (one.counts, *(node.counts for node in one.nodes.values())))


@pytest.mark.parametrize(
    ("route", "kind", "body"),
    [
        ("stream", None, b"streamed"),
        ("bytes", "[B", b"\x00\xffx"),
        ("object", "Patterns$Order", "Order 7"),
        ("nothing", None, "nothing"),
        ("large", "java.lang.String", "too_large"),
        ("file", "org.apache.camel.component.file.GenericFile", b"in a file"),
    ],
)
def test_a_body_is_kept_and_left_as_it_was(version: str, route: str, kind: str | None, body: str | bytes) -> None:
    patterns, said = run(version)
    one = whole(patterns, route)
    first = one.messages[one.first]
    assert first.body == body
    assert kind is None or first.kind == kind
    if route in ("stream", "bytes", "object", "file"):
        assert first.size == len(body)
        assert f"{route} has {len(body)}" in said


def test_messages_are_written_once_however_many_saw_them(patterns: Told) -> None:
    one = whole(patterns, "multicast")
    assert len(one.messages) == 2
    assert {step.before for step in one.steps} | {step.after for step in one.steps} == {0, 1}
    assert one.messages[1].headers["leaf"] == ("java.lang.Boolean", "true")


def test_a_trace_crosses_a_border_and_the_application_sees_nothing_of_it(version: str) -> None:
    patterns, said = run(version)
    sends, receives, ends = (whole(patterns, route) for route in ("sends", "receives", "ends"))
    assert sends.parent == "b7ad6b7169203331"
    assert {each.trace for each in (sends, receives, ends)} == {"0af7651916cd43dd8448eb211c80319c"}
    assert [receives.parent, ends.parent] == [sends.steps[0].span, receives.steps[0].span]
    assert (sends.steps[0].endpoint, receives.steps[0].endpoint) == ("wire://out?password=xxxxxx", "wire://end")
    # Half of it was kept by the sender, which is what is passed on; the random value is its own.
    assert [line.split()[3] for line in said if line.startswith("to ")] == [
        "ot=th:8;rv:ffffffffffffff,congo=t61rcWkgMzE"
    ] * 2
    (headers,) = [line for line in said if line.startswith("headers ")]
    assert "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" in headers


def test_models_are_trees_and_the_same_at_each_start(version: str) -> None:
    patterns, _ = run(version)
    models = {model.route: model for model in patterns.models}
    again, _ = run(version, more="sampling.share=0")
    assert {model.route: model.hash for model in again.models} == {route: one.hash for route, one in models.items()}
    for model in models.values():
        known = {model.route}
        for node in model.nodes:
            assert node.parent in known, f"{node.id} is in {node.parent}, which was not told"
            known.add(node.id)
    branches = {node.id: node for node in models["branches"].nodes}
    assert branches["left"].parent != branches["right"].parent
    assert {branches[branches[side].parent].kind for side in ("left", "right")} == {"when", "otherwise"}
    assert not [node for model in models.values() for node in model.nodes if "@" in node.label]


def test_what_fails_is_kept_with_its_input_when_nothing_else_is(version: str) -> None:
    patterns, _ = run(version, more="sampling.share=0,sampling.per.second=0")
    failed = patterns.of("often-in-vain")
    assert [each.captured for each in failed] == [True, True, True, False, False]
    assert {outcome(each) for each in failed} == {(True, False, ("again",))}
    for each in failed:
        assert (each.messages[each.first].body, each.messages[each.last].body) == ("input", "changed")
        assert [(step.id, step.failed) for step in each.steps] == [("changes", False), ("fails-again", True)]
    # The first of each route are kept too.
    assert whole(patterns, "once").reason == "new"


def test_the_golden_exchange_is_read() -> None:
    data = Payload(GOLDEN.read_bytes())
    one = data.exchange()
    assert data.is_spent
    assert (one.context, one.camel_version, one.route, one.endpoint) == (
        "shop",
        "4.22.0",
        "orders",
        "platform-http:/orders",
    )
    assert (one.trace, one.parent) == ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
    assert (one.begun_unix_ns, one.duration_ns) == (1_793_664_000_001_000_000, 90)
    assert (one.failed, one.handled, one.captured, one.reason, one.left_out) == (False, True, True, "failed", 1)
    assert one.path() == ["choice1", "choice1/send", "send/book"]
    assert [message.body for message in one.messages] == ['{"name":"Bestellung 服务"}', "too_large", b"\x00\xff"]
    assert one.messages[0].headers == {"Content-Type": (None, "application/json"), "count": ("java.lang.Long", "7")}
    assert one.messages[2].headers == {"empty": (None, None), "raw": ("[B", "k")}
    assert one.failures[0].trace.splitlines()[-1].strip() == "at shop.Pay.charge(Pay.java:12)"
    assert (one.id, one.correlation, one.breadcrumb) == ("ID-1", None, "crumb")
