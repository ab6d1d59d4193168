"""Signals: the first asks, the second ends."""

import os
import signal
import subprocess
import sys
import threading

from camelops.stopping import StopRequest


def test_the_first_signal_is_a_request_and_handlers_are_put_back():
    before = signal.getsignal(signal.SIGTERM)
    with StopRequest() as stop:
        assert not stop.asked
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGTERM)).start()
        stop.wait()
        assert stop.asked
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_second_signal_ends_the_process_at_once():
    program = (
        "import os, signal\n"
        "from camelops.stopping import StopRequest\n"
        "with StopRequest() as stop:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    stop.wait()\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    raise SystemExit('still here')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, "")
