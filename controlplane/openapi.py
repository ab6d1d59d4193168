"""`python -m controlplane.openapi` writes the API's description to controlplane/openapi.json.

The console's client is generated from that file, which is committed; a test holds it equal to the routes.
"""

import json
from pathlib import Path

from controlplane.app import Api

FILE = Path(__file__).parent / "openapi.json"


def description() -> str:
    """OpenAPI as text."""
    return json.dumps(Api(tuple, bytes).openapi(), indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(description())
