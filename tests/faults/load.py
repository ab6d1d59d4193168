"""Workers that send a run's requests at a rate and write every answer into the ledger."""

import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.faults.ledger import Ledger
from tests.faults.senders import Sender

RETRY_PAUSE_S = 0.05


class Load:
    """Workers that send requests of the ledger's run, each until it is acknowledged, at most `spans_per_s` in all.

    Use it as a context manager: leaving it begins no new request and waits for those under way. `patient` workers
    send them until they are acknowledged; others abandon what is refused then, so the ledger may hold such requests.
    """

    def __init__(
        self,
        ledger: Ledger,
        senders: Sequence[Sender],
        *,
        spans_per_s: float,
        finish_s_max: float = 60.0,
        patient: bool = True,
    ) -> None:
        self._ledger = ledger
        self._senders = senders
        self._interval_s = ledger.run.spans_per_request * len(senders) / spans_per_s
        self._finish_s_max = finish_s_max
        self._patient = patient
        self._stopping = threading.Event()
        self._given_up = threading.Event()
        self._failures: list[BaseException] = []
        self._threads = [threading.Thread(target=self._work, args=(each,), daemon=True) for each in senders]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        if error is not None or not self._patient:
            self._given_up.set()
        deadline = time.monotonic() + self._finish_s_max
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        late = any(thread.is_alive() for thread in self._threads)
        self._given_up.set()
        for sender in self._senders:
            sender.close()
        if error is None:
            assert not self._failures, f"a worker failed: {self._failures[0]!r}"
            assert not late, f"requests were not acknowledged within {self._finish_s_max:g} s of the last"

    def _work(self, sender: Sender) -> None:
        try:
            while not self._stopping.is_set():
                began = time.monotonic()
                self._send(sender, self._ledger.begin())
                self._stopping.wait(began + self._interval_s - time.monotonic())
        except BaseException as failure:  # noqa: BLE001  # raised again in the test's own thread
            self._failures.append(failure)

    def _send(self, sender: Sender, number: int) -> None:
        body = self._ledger.run.body(number)
        while True:
            began = time.monotonic()
            refusal = sender.send(body)
            if refusal is None:
                self._ledger.acknowledge(number, time.monotonic() - began)
                return
            self._ledger.refuse(number, refusal)
            # As an exporter does; but a fault test compresses time, so a long pause is not waited out.
            if self._given_up.wait(RETRY_PAUSE_S):
                return
