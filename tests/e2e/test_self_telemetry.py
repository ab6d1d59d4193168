"""What the collector says of itself is a service like others, in the same store."""

from collections.abc import Callable

import httpx

from tests.e2e.process import CamelopsProcess
from tests.eventually import eventually

FOUND_S_MAX = 20


def test_its_own_refusals_and_metrics_are_found_and_cause_no_more(new_camelops: Callable[..., CamelopsProcess]) -> None:
    env = {"CAMELOPS_SELF_TELEMETRY": "on", "CAMELOPS_SELF_INTERVAL_S": "1"}
    process = new_camelops(env=env).start()
    refused = httpx.post(
        f"{process.otlp_http_url}/v1/traces", content=b"zzzz", headers={"content-type": "application/x-protobuf"}
    )
    assert refused.status_code == 400

    def own_span() -> dict[str, object]:
        found = httpx.get(
            f"{process.url}/api/v1/traces", params={"query": "service:camelops-collector status:error"}
        ).json()["traces"]
        assert found
        return found[0]

    assert eventually(own_span, within_s=FOUND_S_MAX)["root_name"] == "export traces"

    def own_metrics() -> None:
        names = httpx.get(f"{process.url}/api/v1/metrics").text
        assert "camelops_otlp_requests" in names
        assert "camelops_spool_segments" in names

    eventually(own_metrics, within_s=FOUND_S_MAX)
    # What it exports passes no door: nothing but our one request was counted there.
    text = httpx.get(f"{process.url}/metrics").text
    counted = [line for line in text.splitlines() if line.startswith("camelops_otlp_requests_total{")]
    assert sum(float(line.rpartition(" ")[2]) for line in counted) == 1
    process.stop()
