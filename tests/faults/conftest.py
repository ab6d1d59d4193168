"""The running program, as in the end-to-end tests."""

from tests.e2e.conftest import camelops, new_camelops

__all__ = ["camelops", "new_camelops"]
