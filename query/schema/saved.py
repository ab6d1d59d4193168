"""saved_searches: the one table that people write."""

from query.schema.columns import TEXT_CODEC
from query.schema.model import Column, Engine, Table

SAVED_SEARCHES = Table(
    name="saved_searches",
    doc="Searches that people saved. A change is a row with the next version, a deletion one too.",
    engine=Engine.REPLACING,
    columns=(
        Column("TenantId", "String", "Organization, from the credential alone."),
        Column("Id", "String", "32 hexadecimal digits."),
        Column("Version", "UInt64", "1, then one more with each change."),
        Column("Deleted", "UInt8", "1: it is no more."),
        Column("Owner", "String", "Who saved it; '' where credentials do not tell."),
        Column("Shared", "UInt8", "1: everybody of the organization sees it."),
        Column("Name", "String", "What it is called."),
        Column("Screen", "String", "Where it is opened: the name of a screen of the console."),
        Column("Query", "String", "Text of the search.", TEXT_CODEC),
        Column("Params", "String", "The rest of the screen's address: a JSON object of texts and lists.", TEXT_CODEC),
        Column("UpdatedAt", "DateTime64(9)", "When this version was saved."),
        Column("Writer", "String", "Random: tells which of two changes of one version was stored."),
    ),
    time="",
    sort_key=("TenantId", "Id"),
    primary_key_length=2,
    shard_key="cityHash64(TenantId, Id)",
    version="Version",
)
