"""What records of all kinds carry."""

from collections.abc import Iterable

from pydantic import JsonValue

from controlplane.attributes import Attribute
from controlplane.records import CamelRecord
from controlplane.v1.models import Camel


def values(attributes: Iterable[Attribute]) -> dict[str, JsonValue]:
    """Attributes by key, each with its type."""
    return {each.key: each.value for each in attributes}


def camel(record: CamelRecord) -> Camel:
    """Where in Camel a record belongs."""
    return Camel(context=record.context, route=record.route, node=record.node, exchange=record.exchange)
