"""The whole: rounds in which each ring has one turn, until the process is to end and the rings are empty."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from prometheus_client import start_http_server

from camel_bridge.commands.jvm import Jvms
from camel_bridge.commands.stream import CommandStream
from camel_bridge.sidecar.codec import Ring
from camel_bridge.sidecar.delivery import Delivery, OutOfTime, Stop
from camel_bridge.sidecar.endpoint import Endpoint
from camel_bridge.sidecar.meters import Meters
from camel_bridge.sidecar.rings import Rings
from camel_bridge.sidecar.settings import SidecarSettings
from collector.clock import Clock

log = logging.getLogger(__name__)


class Sidecar:
    """Runs in the caller's thread, with some of its own for what is under way."""

    def __init__(self, settings: SidecarSettings, clock: Clock, stop: Stop) -> None:
        """Raises OSError: a file that is named cannot be read."""
        self._settings = settings
        self._clock = clock
        self._stop = stop
        self._meters = Meters()
        self._rings = Rings(settings.rings)
        self._endpoint = Endpoint(settings, clock)
        self._delivery = Delivery(settings, self._endpoint, self._meters, clock, stop)
        self._meters.watch(lambda: len(self._rings), self._rings.pending_bytes)
        self._commands = _commands(settings)
        self._sent = 0
        self._said_s = clock.monotonic_s()

    def run(self) -> None:
        """Until it is asked to stop, and then until all is sent or `drain_s` is over. Raises OSError: the address for
        metrics is taken.
        """
        with (
            self._serving(),
            self._commands,
            self._endpoint,
            ThreadPoolExecutor(self._settings.senders, thread_name_prefix="sender") as senders,
        ):
            try:
                self._rounds(senders)
            finally:
                left = self._rings.pending_bytes()
                self._rings.close()
        log.info("stopped; %d bytes are left in the rings", left)

    def _rounds(self, senders: ThreadPoolExecutor) -> None:
        while True:
            # What was written before the process was asked to end is sent: one round begins after that.
            is_ending = self._stop.asked
            sent = self._round(senders)
            self._report()
            # A batch that was not delivered is its ring's next one only for who opens it again.
            if None in sent or (is_ending and (not any(sent) or self._delivery.left_s() <= 0)):
                return
            if not any(sent):
                self._stop.wait(self._settings.interval_s)

    def _round(self, senders: ThreadPoolExecutor) -> list[int | None]:
        """One turn for each ring, whatever it holds, so that none waits for another's backlog; what each turn gave."""
        rings = self._rings.look()
        turns = list(senders.map(self._turn, [ring for _, ring in rings]))
        for (path, _), sent in zip(rings, turns, strict=True):
            if sent == 0:
                self._rings.remove_if_spent(Path(path))
        self._sent += sum(sent or 0 for sent in turns)
        return turns

    def _turn(self, ring: Ring) -> int | None:
        """Records that were delivered; None: the process ends before."""
        try:
            return self._delivery.turn(ring).records
        except OutOfTime:
            return None

    def _report(self) -> None:
        now_s = self._clock.monotonic_s()
        if now_s - self._said_s < self._settings.report_s:
            return
        self._said_s = now_s
        log.info(
            "%d rings, %d records sent, %d bytes wait in the rings",
            len(self._rings),
            self._sent,
            self._rings.pending_bytes(),
        )
        self._sent = 0

    @contextmanager
    def _serving(self) -> Iterator[None]:
        if not self._settings.metrics:
            yield
            return
        host, _, port = self._settings.metrics.rpartition(":")
        server, thread = start_http_server(int(port), host.strip("[]"), self._meters.registry)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _commands(settings: SidecarSettings) -> AbstractContextManager[object]:
    if not settings.commands:
        return nullcontext()
    token = settings.token.get_secret_value() if settings.token else None
    return CommandStream(settings.commands, token, settings.ca_file, Jvms(settings.rings))
