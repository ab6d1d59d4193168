"""What is answered instead of what was asked for."""

from pydantic import ConfigDict, Field

from controlplane.v1.models.base import Answer


class Problem(Answer):
    """An RFC 9457 problem. `detail` names the value, `way_out` what to do; of a query the place too."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    type: str
    title: str
    status: int
    detail: str
    way_out: str
    query: str | None = None
    column: int | None = Field(default=None, description="1 is the first character of `query`.")
