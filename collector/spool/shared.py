"""What all parts of one spool share."""

import random
from dataclasses import dataclass

from collector.clock import Clock
from collector.spool.backlog import Backlog
from collector.spool.files import Files
from collector.spool.quarantine import Quarantine
from collector.spool.settings import SpoolSettings
from collector.spool.space import Space
from collector.spool.stats import Tally
from collector.spool.trials import Trials


@dataclass(frozen=True, slots=True)
class Shared:
    """Made once, by `Spool.open`. All of it may be used from any thread."""

    files: Files
    settings: SpoolSettings
    clock: Clock
    chance: random.Random
    boot_id: str
    space: Space
    backlog: Backlog
    quarantine: Quarantine
    trials: Trials
    tally: Tally
