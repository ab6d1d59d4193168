"""The API's description: committed, and what the console's client is made from."""

import json

from controlplane.openapi import FILE, description
from tests.controlplane.conftest import Platform


def test_the_committed_description_is_that_of_the_routes():
    assert FILE.read_text() == description(), "run `python -m controlplane.openapi`"


def test_it_is_what_the_server_gives(platform: Platform):
    assert platform.get("/api/openapi.json").json() == json.loads(FILE.read_text())


def test_every_question_says_what_it_answers_and_that_it_may_be_a_problem():
    for path, operations in json.loads(FILE.read_text())["paths"].items():
        if not path.startswith("/api/"):
            continue
        for operation in operations.values():
            assert operation["description"], path
            assert operation["responses"]["default"]["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
            good = next(each for status, each in operation["responses"].items() if status != "default")
            schemas = [content["schema"] for content in good.get("content", {}).values()]
            # A stream of events is text; a file of OTLP/JSON is for OTLP to describe.
            assert all("$ref" in schema or schema["type"] in {"string", "object"} for schema in schemas), path


def test_operations_have_names_of_their_own():
    found = [
        operation["operationId"]
        for operations in json.loads(FILE.read_text())["paths"].values()
        for operation in operations.values()
    ]
    assert len(set(found)) == len(found)
