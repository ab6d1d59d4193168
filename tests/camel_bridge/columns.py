"""What is tried on each row of the attach matrix. Modules that import it say which rows, by a fixture `shop`."""

import re

from tests.camel_bridge.shops import BESIDE_AGENT, BESIDE_COMPONENT, KEPT_S_MAX, Shop, bodies
from tests.eventually import eventually

TRACE, SENDER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
COLUMNS = ("events", "steps", "bodies", "children", "context", "sampling", "routes")


def test_events(shop: Shop) -> None:
    assert shop.order("events", "two", "three")

    def all_counted() -> None:
        shop.catch_up()
        counts = {route: one.counts.ended for route, one in shop.routes.items()}
        # The first order, of one line, is that it is open.
        assert counts.get("orders") == shop.taken
        assert shop.routes["orders"].nodes["tell"].counts.ended == shop.taken
        assert counts["book"] == shop.routes["orders"].nodes["book-line"].counts.ended
        assert shop.routes["orders"].camel_version == shop.row.camel

    eventually(all_counted, within_s=KEPT_S_MAX)


def test_steps(shop: Shop) -> None:
    assert shop.order("steps", "two")
    whole, *_ = shop.kept("steps", "two")
    assert (whole.route, whole.failed) == ("orders", False)
    assert [step.kind for step in whole.steps] == ["convertBodyTo", "split", "removeHeaders", "to"]
    assert [step.id for step in whole.steps if step.kind != "split"] == ["text", "anew", "tell"]
    assert all(0 < step.duration_ns <= whole.duration_ns for step in whole.steps)


def test_bodies(shop: Shop) -> None:
    assert shop.order("bodies", "zwölf")
    whole, *_ = shop.kept("bodies", "zwölf")
    after = {step.id: whole.messages[step.after] for step in whole.steps}
    assert (after["text"].body, after["text"].kind) == ("bodies,zwölf", "java.lang.String")
    assert "bodies,zwölf" in shop.teller.told


def test_children(shop: Shop) -> None:
    assert shop.order("children", "two", "three")
    whole, *parts = shop.kept("children", "two", "three")
    (split,) = [step for step in whole.steps if step.kind == "split"]
    assert {part.parent for part in parts} == {split.span}
    assert [bodies(part)[0] for part in parts] == ["children", "two", "three"]
    assert [part.path() for part in parts] == [["book-line", "book-line/book", "book/mark"]] * 3


def test_context(shop: Shop) -> None:
    assert shop.order("context", traceparent=f"00-{TRACE}-{SENDER}-01")
    whole, *_ = shop.kept("context")
    (sent,) = shop.teller.told["context"]
    _, trace, span, _ = sent.split("-")
    assert {whole.trace, trace} == {TRACE}
    if shop.row == BESIDE_AGENT:
        theirs = {(whole.parent, "SERVER"), (span, "CLIENT")}
        eventually(
            lambda: _assert_said(shop, rf"{TRACE} ([0-9a-f]{{16}}) (SERVER|CLIENT)", theirs), within_s=KEPT_S_MAX
        )
    elif shop.row == BESIDE_COMPONENT:
        spans = re.findall(rf"^span (\S+) {TRACE} ([0-9a-f]{{16}})", shop.said.read_text(), re.MULTILINE)
        assert {("orders", whole.parent), ("wire", span)} <= set(spans)
    else:
        (tell,) = [step for step in whole.steps if step.id == "tell"]
        assert (whole.parent, span) == (SENDER, tell.span)


def _assert_said(shop: Shop, spans: str, expected: set[tuple[str, str]]) -> None:
    assert set(re.findall(spans, shop.said.read_text())) == expected


def test_sampling(shop: Shop) -> None:
    (effective,) = shop.gateway.set_sampling(shop.context, "orders", share=0, per_second=0)
    assert (effective.sampling.share, effective.sampling.per_second) == (0, 0)
    assert shop.order("passed over")
    shop.gateway.set_sampling(shop.context, "orders")
    assert shop.order("sampled")
    kept, *_ = shop.kept("sampled")
    assert kept.reason == "share"
    # It may be kept for another reason: one a minute of each route is.
    assert "share" not in [each.reason for each in shop.read if "passed over" in bodies(each)]


def test_routes(shop: Shop) -> None:
    assert shop.gateway.stop_route(shop.context, "orders").status == "Stopped"
    assert not shop.order("refused")
    assert shop.gateway.start_route(shop.context, "orders").status == "Started"
    assert shop.order("taken")
    assert "refused" not in shop.teller.told
