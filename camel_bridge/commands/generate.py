"""`python -m camel_bridge.commands.generate`: writes `commands_pb2.py` and `.pyi` from `commands.proto`."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROTO = Path(__file__).with_name("commands.proto")


def generate(into: Path) -> None:
    """Writes both files below `into`, in the folders of the package. Raises RuntimeError with the compiler's code."""
    # A tool of the developers': not there where this package runs.
    from grpc_tools import protoc

    of_tools = Path(protoc.__file__).with_name("_proto")
    arguments = ["protoc", f"-I{ROOT}", f"-I{of_tools}", f"--python_out={into}", f"--pyi_out={into}"]
    code = protoc.main([*arguments, str(PROTO.relative_to(ROOT))])
    if code != 0:
        raise RuntimeError(f"protoc ended with {code}")


if __name__ == "__main__":
    try:
        generate(ROOT)
    except RuntimeError as failed:
        sys.exit(str(failed))
