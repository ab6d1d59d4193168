"""The spool from outside: names and bytes of the files in its folder, as docs/formats/spool.md draws them."""

from pathlib import Path

from tests.eventually import eventually

# The endings of names of segments that the store does not surely have yet.
UNSENT = {".open", ".sealed"}


def segment_id(file: Path) -> str:
    """It stays the same when the name's ending changes."""
    return file.name.split(".")[0]


def unsent(folder: Path) -> dict[str, Path]:
    """Files of segments that the store does not have yet, by segment id, oldest first."""
    files = sorted(file for file in folder.iterdir() if file.suffix in UNSENT)
    return {segment_id(file): file for file in files}


def wait_until_delivered(folder: Path, *, within_s: float) -> None:
    """Returns once all that waits now is in the store. Newer segments, such as the platform's own, may wait."""
    waiting = unsent(folder).keys()

    def delivered() -> None:
        left = waiting & unsent(folder).keys()
        assert not left, f"{len(left)} of {len(waiting)} segments wait for the store: {sorted(left)[:3]}"

    eventually(delivered, within_s=within_s)
