"""Commands between a real door and real streams over gRPC: once, in time, and never to somebody else's application."""

import asyncio
import filecmp
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from camel_bridge.commands.commands_pb2 import (
    Application,
    Command,
    FromSidecar,
    Hello,
    ListRoutes,
    Problem,
    Result,
    ToSidecar,
)
from camel_bridge.commands.door import CommandDoor
from camel_bridge.commands.generate import PROTO, generate
from camel_bridge.commands.hub import APPLICATIONS_MAX, Hub, TooManyApplications
from camel_bridge.commands.journal import Journal
from camel_bridge.commands.outcomes import Expired, IdTaken, OutcomeUnknown, Refused, UnknownApplication
from camel_bridge.commands.protocol import METHOD
from camel_bridge.commands.settings import CommandSettings
from camel_bridge.commands.stream import CommandStream
from collector.clock import SystemClock
from collector.credentials import Credentials, CredentialsFile, NoCredentials, new_token
from collector.model import Signal
from tests.eventually import eventually

DAYS: dict[Signal, int] = {}


class Jvms:
    """Applications that count what is asked of them."""

    def __init__(self, *instances: str) -> None:
        self.there = [Application(instance=each, service="orders") for each in instances]
        self.carried_out: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def applications(self) -> Sequence[Application]:
        return list(self.there)

    def carry_out(self, command: Command, deadline_s: float) -> Result:
        self.carried_out.append(command.id)
        self.go_on.wait()
        if command.WhichOneof("call") == "control_route":
            return Result(id=command.id, problem=Problem(kind="unknown_route", detail="there is no route 'x'"))
        return Result(id=command.id, json=b'{"contexts":[]}')


@contextmanager
def door(credentials: Credentials | None = None, **settings: object) -> Iterator[CommandDoor]:
    made = CommandDoor(CommandSettings(listen="127.0.0.1:0", **settings), credentials or NoCredentials(DAYS), tls=None)
    made.start()
    try:
        yield made
    finally:
        made.close(0)


@contextmanager
def stream(to: CommandDoor, jvms: Jvms, token: str | None = None) -> Iterator[CommandStream]:
    with CommandStream(f"http://127.0.0.1:{to.port}", token, None, jvms) as made:
        yield made


def command(instance: str = "a", *, called: str = "", deadline_s: float = 60) -> Command:
    deadline_ms = round(deadline_s * 1_000)
    return Command(id=called or uuid.uuid4().hex, instance=instance, deadline_ms=deadline_ms, list_routes=ListRoutes())


def holds(question: Callable[[], object]) -> None:
    def asserted() -> None:
        assert question()

    eventually(asserted, within_s=60)


def has(to: CommandDoor, *instances: str, tenant: str = "default") -> None:
    holds(lambda: [each.instance for each in to.applications(tenant).result(10)] == list(instances))


def test_a_command_reaches_its_application_and_its_answer_comes_back() -> None:
    with door() as to, stream(to, Jvms("a")), stream(to, jvms := Jvms("b")):
        has(to, "a", "b")
        result = to.call("default", command("b", called="1")).result(60)
        assert (result.id, result.json, result.again) == ("1", b'{"contexts":[]}', False)
        assert jvms.carried_out == ["1"]


def test_the_same_id_is_not_carried_out_again() -> None:
    with door() as to, stream(to, jvms := Jvms("a")):
        has(to, "a")
        asked = command(called="1")
        assert not to.call("default", asked).result(60).again
        assert to.call("default", asked).result(60).again
        assert jvms.carried_out == ["1"]
        other = command(called="1")
        other.control_route.route = "orders"
        with pytest.raises(IdTaken, match="'1' is the id of another command"):
            to.call("default", other).result(60)


def test_many_who_ask_with_one_id_have_one_effect() -> None:
    with door() as to, stream(to, jvms := Jvms("a")):
        has(to, "a")
        jvms.go_on.clear()
        asked = [to.call("default", command(called="1")) for _ in range(5)]
        holds(lambda: jvms.carried_out == ["1"])
        jvms.go_on.set()
        assert {each.result(60).json for each in asked} == {b'{"contexts":[]}'}
        assert jvms.carried_out == ["1"]


def test_what_the_application_refuses_is_told_as_it_says_it() -> None:
    with door() as to, stream(to, Jvms("a")):
        has(to, "a")
        asked = command()
        asked.control_route.route = "x"
        with pytest.raises(Refused, match="there is no route 'x'") as refused:
            to.call("default", asked).result(60)
        assert refused.value.kind == "unknown_route"


def test_an_application_that_nobody_has_is_named() -> None:
    with door() as to, pytest.raises(UnknownApplication, match="no application 'a' is connected"):
        to.call("default", command()).result(60)


def test_a_connection_that_breaks_in_the_middle_neither_loses_nor_doubles_a_command() -> None:
    jvms = Jvms("a")
    with door() as first, stream(first, jvms) as sidecar:
        has(first, "a")
        jvms.go_on.clear()
        asked = first.call("default", command(called="1"))
        holds(lambda: jvms.carried_out == ["1"])
        # What a proxy does that is restarted: the stream ends, the sidecar calls again.
        assert sidecar._call is not None
        broken = sidecar._call
        broken.cancel()
        holds(lambda: sidecar._call is not broken)
        has(first, "a")
        jvms.go_on.set()
        assert asked.result(60).json == b'{"contexts":[]}'
        assert jvms.carried_out == ["1"]


def test_a_command_whose_sidecar_is_gone_for_good_is_unknown_not_failed() -> None:
    jvms = Jvms("a")
    with door() as to:
        with stream(to, jvms):
            has(to, "a")
            jvms.go_on.clear()
            asked = to.call("default", command(called="1", deadline_s=1))
            holds(lambda: jvms.carried_out == ["1"])
        with pytest.raises(OutcomeUnknown, match="may have done it: its sidecar has begun and has not answered"):
            asked.result(60)
        jvms.go_on.set()


def test_a_command_that_comes_too_late_never_begins() -> None:
    jvms = Jvms("a")
    with door() as to, stream(to, jvms):
        has(to, "a")
        jvms.go_on.clear()
        # All who carry out commands are busy until the next one's deadline is over.
        busy = [to.call("default", command(called=f"busy {each}")) for each in range(8)]
        holds(lambda: len(jvms.carried_out) == 8)
        late = to.call("default", command(called="late", deadline_s=0.2))
        holds(lambda: _is_over(to, 0.3))
        jvms.go_on.set()
        with pytest.raises(Expired, match="nothing was done"):
            late.result(60)
        assert all(each.result(60).json for each in busy)
        assert "late" not in jvms.carried_out


def _is_over(to: CommandDoor, seconds: float) -> bool:
    """Some time of the door's own clock later."""
    return to._run(asyncio.sleep(seconds, result=True)).result(60)


def test_tenants_do_not_see_each_other(tmp_path: Path) -> None:
    (acme, of_acme), (other, of_other) = new_token("acme"), new_token("other")
    file = tmp_path / "credentials.toml"
    file.write_text(of_acme + of_other)
    with door(CredentialsFile(file, DAYS, SystemClock())) as to, stream(to, jvms := Jvms("a"), acme):
        has(to, "a", tenant="acme")
        with stream(to, Jvms("b"), other):
            has(to, "b", tenant="other")
            assert to.applications("default").result(10) == []
            with pytest.raises(UnknownApplication):
                to.call("other", command("a")).result(60)
            assert jvms.carried_out == []


@pytest.mark.parametrize("token", [None, "wrong"])
def test_without_a_known_token_nobody_is_let_in(tmp_path: Path, token: str | None) -> None:
    file = tmp_path / "credentials.toml"
    file.write_text(new_token("acme")[1])
    with door(CredentialsFile(file, DAYS, SystemClock())) as to, grpc.insecure_channel(f"127.0.0.1:{to.port}") as wire:
        call = serve(wire, [FromSidecar(hello=Hello(protocol=1, sidecar="s"))], token)
        with pytest.raises(grpc.RpcError) as refused:
            next(call)
        assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
        assert not to.applications("acme").result(10)


def test_a_protocol_that_is_not_spoken_is_refused_in_words() -> None:
    with door() as to, grpc.insecure_channel(f"127.0.0.1:{to.port}") as wire:
        answer = next(serve(wire, [FromSidecar(hello=Hello(protocol=7, sidecar="s"))]))
        assert answer.refusal.detail == "protocol 7 is not spoken here, 1 is: update the older of both sides"


def test_who_does_not_say_hello_first_is_sent_away() -> None:
    refused = pytest.raises(grpc.RpcError, match="the first message of a sidecar is its hello")
    with door() as to, grpc.insecure_channel(f"127.0.0.1:{to.port}") as wire, refused:
        next(serve(wire, [FromSidecar()]))


def test_more_applications_than_a_pod_has_are_refused() -> None:
    many = FromSidecar()
    many.applications.applications.extend(Application(instance=str(each)) for each in range(APPLICATIONS_MAX + 1))
    with door() as to, grpc.insecure_channel(f"127.0.0.1:{to.port}") as wire:
        answer = next(serve(wire, [FromSidecar(hello=Hello(protocol=1, sidecar="s")), many]))
        assert f"{APPLICATIONS_MAX} at most" in answer.refusal.detail
        holds(lambda: to.applications("default").result(10) == [])


def test_no_more_sidecars_than_the_setting_allows() -> None:
    with door(sidecars_max=1) as to, stream(to, Jvms("a")):
        has(to, "a")
        refused = pytest.raises(grpc.RpcError, match="CAMELOPS_COMMANDS_SIDECARS_MAX")
        with grpc.insecure_channel(f"127.0.0.1:{to.port}") as wire, refused:
            next(serve(wire, [FromSidecar(hello=Hello(protocol=1, sidecar="s"))]))


@pytest.fixture(scope="module")
def wire() -> Iterator[grpc.Channel]:
    with door() as to, grpc.insecure_channel(f"127.0.0.1:{to.port}") as channel:
        yield channel


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=4))
def test_bytes_that_are_no_message_end_their_own_stream_alone(wire: grpc.Channel, bodies: list[bytes]) -> None:
    raw = wire.stream_stream(METHOD)
    hello = FromSidecar(hello=Hello(protocol=1, sidecar="garbage")).SerializeToString()
    call = raw(iter([hello, *bodies]), timeout=60)
    try:
        list(call)
    except grpc.RpcError as error:
        assert isinstance(error, grpc.Call)
        assert error.code() is not grpc.StatusCode.DEADLINE_EXCEEDED


def serve(wire: grpc.Channel, messages: list[FromSidecar], token: str | None = None) -> Iterator[ToSidecar]:
    """A stream that says this and then waits, as a sidecar without anything to say does."""
    ends: Future[None] = Future()

    def said() -> Iterator[FromSidecar]:
        yield from messages
        ends.result(60)

    method = wire.stream_stream(
        METHOD, request_serializer=FromSidecar.SerializeToString, response_deserializer=ToSidecar.FromString
    )
    call = method(said(), metadata=(("authorization", f"Bearer {token}"),) if token else (), timeout=60)
    call.add_callback(lambda: ends.done() or ends.set_result(None))
    return call


def test_a_later_connection_of_a_sidecar_takes_over() -> None:
    async def story() -> None:
        hub = Hub()
        old = hub.connected("t", "s")
        hub.has(old, [Application(instance="a")])
        new = hub.connected("t", "s")
        assert await old.outgoing.get() is None
        hub.disconnected(old)
        hub.has(new, [Application(instance="b")])
        assert [each.instance for each in hub.applications("t")] == ["b"]

    asyncio.run(story())


def test_a_sidecar_answers_for_its_own_applications_alone() -> None:
    async def story() -> None:
        hub = Hub()
        mine, others = hub.connected("t", "mine"), hub.connected("t", "others")
        hub.has(mine, [Application(instance="a")])
        hub.has(others, [Application(instance="b")])
        asked = asyncio.ensure_future(hub.call("t", command("a", called="1")))
        assert (await mine.outgoing.get()).id == "1"
        hub.answered(others, Result(id="1", json=b"false"))
        hub.answered(mine, Result(id="1", json=b"true"))
        assert (await asked).json == b"true"

    asyncio.run(story())


def test_too_many_applications_leave_what_was_known() -> None:
    async def story() -> None:
        hub = Hub()
        session = hub.connected("t", "s")
        with pytest.raises(TooManyApplications):
            hub.has(session, [Application(instance=str(each)) for each in range(APPLICATIONS_MAX + 1)])
        assert hub.applications("t") == []

    asyncio.run(story())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), max_size=40), st.integers(1, 6))
def test_a_journal_carries_out_once_what_it_remembers(ids: list[str], remembered: int) -> None:
    journal, done, known = Journal(remembered), list[str](), list[str]()
    for name in ids:

        def carry_out(name: str = name) -> Result:
            done.append(name)
            return Result(id=name)

        before = len(done)
        again = journal.once(command(called=name), carry_out).again
        assert again == (name in known) == (len(done) == before)
        if not again:
            known = [*known, name][-remembered:]


def test_what_is_committed_is_what_the_compiler_makes(tmp_path: Path) -> None:
    generate(tmp_path)
    for name in ("commands_pb2.py", "commands_pb2.pyi"):
        made = tmp_path / "camel_bridge" / "commands" / name
        assert filecmp.cmp(made, PROTO.with_name(name), shallow=False), "python -m camel_bridge.commands.generate"
