"""Columns that several tables share, and the codecs with their reasons."""

from query.schema.model import ATTRIBUTES, LC, REPEATED_ATTRIBUTES, TIME, Column, Index

# Ids in hexadecimal carry four bits in each byte: an entropy coder halves them, LZ4 cannot.
ID_CODEC = "ZSTD(1)"
# Times rise within a sort key's group; their differences need few bytes.
TIME_CODEC = "Delta(8), ZSTD(1)"
TEXT_CODEC = "ZSTD(1)"

HEAD = (
    Column("TenantId", LC, "Organization, from the credential alone."),
    Column("PartitionGroup", LC, "Who shares a partition: a customer of its own, or a shared class."),
    Column("RetentionDays", "UInt16", "Days the row is kept, from its time on."),
)


def moment(name: str, doc: str) -> Column:
    """A time to the nanosecond."""
    return Column(name, TIME, doc, TIME_CODEC)


def word(name: str, doc: str) -> Column:
    """Text that repeats: stored as a dictionary."""
    return Column(name, LC, doc)


def text(name: str, doc: str) -> Column:
    """Text that seldom repeats."""
    return Column(name, "String", doc, TEXT_CODEC)


def identifier(name: str, doc: str) -> Column:
    """Lower-case hexadecimal, '' when absent."""
    return Column(name, "String", doc, ID_CODEC)


def attributes(name: str, doc: str) -> tuple[Column, Column]:
    """Attributes whose values differ from row to row, and the kinds of the values."""
    return Column(name, ATTRIBUTES, doc, TEXT_CODEC), _kinds(name)


def repeated_attributes(name: str, doc: str) -> tuple[Column, Column]:
    """Attributes whose values repeat from row to row, and the kinds of the values."""
    return Column(name, REPEATED_ATTRIBUTES, doc), _kinds(name)


def values_index(name: str, column: str) -> Index:
    """Which granules may hold a value of a column of attributes, whatever its key.

    One in a hundred is read in vain. It takes 1.2 bytes of disk for a value that no other row of the granule has. A
    condition uses it where `query.sql.transforms` says so beside it.
    """
    return Index(name, f"mapValues({column})", "bloom_filter(0.01)", 1)


def _kinds(name: str) -> Column:
    return word(
        f"{name}Types",
        f"Kinds of the values of {name}, a character each: s string, b bool, i int, d double, y bytes (base64), "
        "a array and k kvlist (JSON), e empty. '' when all are strings.",
    )


ORIGINAL_TIME = Column(
    "OrigTimeUnixNano",
    "UInt64",
    "The time as sent, ns since 1970, where it lay outside of what is kept and arrival took its place; else 0.",
    "ZSTD(1)",
)
RESOURCE = repeated_attributes("ResourceAttributes", "Attributes of the resource, values as text.")
SCOPE_NAME = word("ScopeName", "Name of the instrumentation library.")
SCOPE_VERSION = word("ScopeVersion", "Version of the instrumentation library.")
SCOPE_ATTRIBUTES = Column("ScopeAttributes", REPEATED_ATTRIBUTES, "Attributes of the scope, values as text.")
RESOURCE_SCHEMA = word("ResourceSchemaUrl", "Schema of the resource's attributes.")
SCOPE_SCHEMA = word("ScopeSchemaUrl", "Schema of the scope's and the records' attributes.")
SERVICE = word("ServiceName", "service.name of the resource; unknown_service when it has none.")
ARRIVAL = Column(
    "IngestTime",
    "DateTime64(3)",
    "When the row was inserted, by the engine's clock: what is followed live is followed by it.",
    TIME_CODEC,
    default="now64(3)",
)
CAMEL = (
    word("CamelContext", "camel.context.id of the attributes, '' outside of Camel."),
    word("CamelRoute", "camel.route.id, '' outside of a route."),
    word("CamelNode", "camel.node.id or camel.processor.id, '' outside of a node."),
    Column("CamelExchange", "String", "camel.exchange.id, '' outside of an exchange.", TEXT_CODEC),
)
