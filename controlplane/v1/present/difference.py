"""What is different about a selection."""

from collections.abc import Iterable

from controlplane.v1 import models
from controlplane.v1.present.search import warnings
from query.ask.difference import Difference
from query.ask.unknown_keys import UnknownKey
from query.contrast import Contrast, Quartiles


def difference(found: Difference, unknown: Iterable[UnknownKey]) -> models.Difference:
    """What `query.ask.difference` answers."""
    return models.Difference(
        selected=found.sides.selected,
        rest=found.sides.rest,
        selected_looked_at=found.looked_at.selected,
        rest_looked_at=found.looked_at.rest,
        attributes=list(map(_attribute, found.attributes)),
        warnings=warnings(unknown),
    )


def _attribute(contrast: Contrast) -> models.DifferentAttribute:
    numbers = contrast.numbers
    return models.DifferentAttribute(
        key=contrast.key,
        source=contrast.source,
        score=contrast.score,
        selected=contrast.selected,
        rest=contrast.rest,
        values=[
            models.DifferentValue(value=value, selected=selected, rest=rest)
            for value, selected, rest in contrast.values.select("Value", "Selected", "Rest").iter_rows()
        ],
        numbers=numbers and models.NumberBands(bounds=numbers.bounds, selected=numbers.selected, rest=numbers.rest),
        selected_quartiles=_quartiles(numbers.selected_quartiles if numbers else None),
        rest_quartiles=_quartiles(numbers.rest_quartiles if numbers else None),
    )


def _quartiles(found: Quartiles | None) -> models.Quartiles | None:
    return None if found is None else models.Quartiles(p25=found.p25, p50=found.p50, p75=found.p75)
