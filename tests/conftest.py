"""What all tests share: how hypothesis runs."""

from hypothesis import settings

# The first example of a process loads libraries, and the machine is shared: time is never a reason to fail.
settings.register_profile("camelops", deadline=None)
settings.load_profile("camelops")
