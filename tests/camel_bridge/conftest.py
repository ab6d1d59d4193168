"""The attach matrix, as its tests saw it: a table at the end of a run that had any of them."""

import pytest

from tests.camel_bridge.columns import COLUMNS
from tests.camel_bridge.shops import RUNTIMES, TRACED

MARKS = {"passed": "yes", "failed": "NO", "error": "NO"}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What it tries of which row goes with its report, also to the process that prints them."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    name = getattr(item, "originalname", "").removeprefix("test_")
    if parameters.get("shop") in (*RUNTIMES, *TRACED) and name in COLUMNS:
        item.user_properties.append(("attach", (str(parameters["shop"]), name)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seen: dict[tuple[str, str], str] = {}
    for outcome, mark in MARKS.items():
        for report in terminalreporter.stats.get(outcome, []):
            if outcome == "passed" and report.when != "call":
                continue
            seen |= {(value[0], value[1]): mark for key, value in report.user_properties if key == "attach"}
    if not seen:
        return
    terminalreporter.section("attach matrix")
    width = max(len(row.runtime) for row in (*RUNTIMES, *TRACED))
    terminalreporter.line(f"{'runtime':{width}}  {'Camel':8}" + "".join(f"{column:10}" for column in COLUMNS))
    for row in (*RUNTIMES, *TRACED):
        marks = "".join(f"{seen.get((str(row), column), '-'):10}" for column in COLUMNS)
        terminalreporter.line(f"{row.runtime:{width}}  {row.camel:8}{marks}")
