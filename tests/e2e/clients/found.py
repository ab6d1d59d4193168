"""What the platform gives back through `/compat/jaeger` and `/api/v1`, read as an outsider reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.clients.sent import Sent

# No client of ours sends more of anything than this, which the API has as its own bound for traces.
LIMIT = 1_000
ANSWER_S_MAX = 30.0


@dataclass(frozen=True, slots=True)
class Found:
    """`url` is the platform's own HTTP address."""

    url: str

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON of a 200. What may be another answer later is an AssertionError, a question of ours that is refused
        is an HTTPStatusError."""
        response = httpx.get(f"{self.url}{path}", params=parameters, timeout=ANSWER_S_MAX, verify=False)
        if response.is_client_error and response.status_code != httpx.codes.NOT_FOUND:
            response.raise_for_status()
        assert response.status_code == httpx.codes.OK, f"{path}: {response.status_code} {response.text}"
        return response.json()

    def jaeger_spans(self, trace_id: str) -> list[str]:
        """Span ids of the trace, one per row: a span stored twice is here twice."""
        return [span["spanID"] for span in self.get(f"/compat/jaeger/api/traces/{trace_id}")["data"][0]["spans"]]

    def spans(self, trace_id: str) -> list[dict[str, Any]]:
        trace = self.get(f"/api/v1/traces/{trace_id}/spans")
        assert trace["complete"], trace_id
        return list(trace["spans"])

    def traces(self, service: str) -> list[dict[str, Any]]:
        return list(self.get("/api/v1/traces", query=f"service:{service}", limit=LIMIT)["traces"])

    def logs(self, service: str) -> list[dict[str, Any]]:
        return list(self.get("/api/v1/logs", query=f"service:{service}", limit=LIMIT)["logs"])

    def points(self, metric: str) -> list[dict[str, Any]]:
        return list(self.get("/api/v1/metrics/points", name=metric, limit=LIMIT)["points"])

    def assert_all_of(self, sent: Sent) -> None:
        """Every span, log record and metric point of the client's ledger is there, once, and no more of its service."""
        for trace_id, span_ids in sent.traces.items():
            assert sorted(self.jaeger_spans(trace_id)) == sorted(span_ids), f"trace {trace_id}"
        assert _ids(self.traces(sent.service)) == sorted(sent.traces)
        assert sorted(log["body"] for log in self.logs(sent.service)) == sorted(sent.logs)
        for name, expected in sent.metrics.items():
            points = self.points(name)
            assert len(points) == 1, f"{name}: {points}"
            assert {key: points[0][key] for key in expected} == expected, name


def _ids(traces: Sequence[dict[str, Any]]) -> list[str]:
    return sorted(trace["trace_id"] for trace in traces)
