"""`query.scope`: nothing is asked without a tenant and a time range."""

import pytest

from query.scope import UNIX_NS_MAX, Scope


@pytest.mark.parametrize(
    ("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, UNIX_NS_MAX + 1)], ids=["empty", "reversed", "early", "late"]
)
def test_a_scope_has_a_time_range(start, end):
    with pytest.raises(ValueError, match="time range"):
        Scope("acme", start, end)


def test_a_scope_has_a_tenant():
    with pytest.raises(ValueError, match="tenant"):
        Scope("", 0, 1)
