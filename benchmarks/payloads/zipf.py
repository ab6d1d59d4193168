"""Choices with a few favourites and a long tail."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class Zipf(Generic[ValueT]):
    """Draws from `values`; the one at rank r (from 1) with a weight of r ** -exponent."""

    def __init__(self, values: Sequence[ValueT], exponent: float = 1.0) -> None:
        self._values = values
        self._weights = list(accumulate((rank + 1) ** -exponent for rank in range(len(values))))

    def draw(self, random: Random) -> ValueT:
        return random.choices(self._values, cum_weights=self._weights)[0]
