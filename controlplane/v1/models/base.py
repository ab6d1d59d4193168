"""What all answers share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

UnixNs = Annotated[
    int,
    PlainSerializer(str, return_type=str, when_used="json"),
    Field(
        description="Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.",
        json_schema_extra={"examples": ["1763805600000000000"]},
    ),
]


class Answer(BaseModel):
    """Frozen; unknown fields are ignored, so that an older command line reads a newer server.

    A field with a default may be missing in an answer of an older server; this one always sends it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_serialization_defaults_required=True)
