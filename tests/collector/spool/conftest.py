"""Time limits of single examples say more about a busy machine than about the code."""

from hypothesis import settings

settings.register_profile("spool", deadline=None)
settings.load_profile("spool")
