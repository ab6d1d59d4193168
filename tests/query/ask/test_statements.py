"""What the questions send to the engine and what it reads for them, as it was last looked at."""

import itertools

import pytest

from query.settings import StoreSettings
from tests.query.ask.statements import QUESTIONS, SNAPSHOTS, Recorder, fill

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def recorder(engine_directory) -> Recorder:
    opened = Recorder.open(StoreSettings(dsn=f"chdb://{engine_directory}?database=recorded_{next(_numbers)}"))
    fill(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", QUESTIONS)
def test_statements_and_their_plans_are_those_that_were_looked_at(recorder, name):
    written = (SNAPSHOTS / f"{name}.txt").read_text()
    assert recorder.heard(QUESTIONS[name]) == written, (
        "run `python -m tests.query.ask.statements` and look at the change"
    )


def test_there_is_no_file_without_its_question():
    assert {path.stem for path in SNAPSHOTS.iterdir()} == set(QUESTIONS)
