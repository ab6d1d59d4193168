"""Values that attributes and messages are made of."""

from random import Random

from benchmarks.payloads.zipf import Zipf

USER_AGENTS = Zipf(
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/139.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.4 Mobile/15E148 Safari/604.1",
        "Apache-HttpClient/5.4.2 (Java/21.0.6)",
        "Java-http-client/21.0.6",
        "okhttp/4.12.0",
        "python-requests/2.32.3",
        "kube-probe/1.33",
    ]
)
CUSTOMERS = Zipf([f"C-{number:06d}" for number in range(1, 20_001)], 0.9)
PRODUCTS = Zipf([f"SKU-{number * 37 % 100_000:05d}" for number in range(1, 5_001)], 1.0)
THREADS = Zipf([f"Camel (camel-1) thread #{number} - vert.x-worker-thread-{number}" for number in range(64)], 0.4)
BODY_TYPES = Zipf(
    [
        "byte[]",
        "java.lang.String",
        "org.apache.camel.converter.stream.CachedOutputStream",
        "java.util.LinkedHashMap",
        "com.example.shop.Order",
    ]
)
EXCEPTIONS = Zipf(
    [
        ("java.net.SocketTimeoutException", "Read timed out after 30000 ms calling {host}"),
        (
            "org.apache.camel.http.base.HttpOperationFailedException",
            "HTTP operation failed invoking https://{host}/v1/quotes with statusCode: 503",
        ),
        ("org.apache.camel.ValidationException", "Order {order} has no line items. Exchange[{exchange}]"),
        (
            "java.sql.SQLTransientConnectionException",
            "HikariPool-1 - Connection is not available, request timed out after 30001ms.",
        ),
        (
            "com.fasterxml.jackson.core.JsonParseException",
            "Unexpected character ('<' (code 60)): expected a valid value at [line: 1, column: {column}]",
        ),
        (
            "org.apache.camel.CamelExecutionException",
            "Exception occurred during execution on the exchange: Exchange[{exchange}]",
        ),
    ]
)
FRAMES = (
    "org.apache.camel.processor.SendProcessor.process(SendProcessor.java:172)",
    "org.apache.camel.processor.errorhandler.RedeliveryErrorHandler$SimpleTask.run(RedeliveryErrorHandler.java:477)",
    "org.apache.camel.impl.engine.DefaultReactiveExecutor$Worker.doRun(DefaultReactiveExecutor.java:199)",
    "org.apache.camel.impl.engine.DefaultReactiveExecutor$Worker.executeReactiveWork(DefaultReactiveExecutor.java:189)",
    "org.apache.camel.processor.Pipeline.process(Pipeline.java:165)",
    "org.apache.camel.impl.engine.CamelInternalProcessor.process(CamelInternalProcessor.java:383)",
    "org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer.lambda$handleRequest$2(VertxPlatformHttpConsumer.java:205)",
    "io.vertx.core.impl.ContextImpl.lambda$internalExecuteBlocking$2(ContextImpl.java:222)",
    "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)",
    "java.base/java.lang.Thread.run(Thread.java:1583)",
    "com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)",
    "org.apache.hc.client5.http.impl.classic.CloseableHttpClient.execute(CloseableHttpClient.java:87)",
)


def exception(random: Random, exchange: str) -> tuple[str, str, str]:
    """Type, message and stack trace (0.6 to 1.8 KB)."""
    kind, template = EXCEPTIONS.draw(random)
    message = template.format(
        host=f"api.partner-{random.randint(1, 9)}.example.com",
        order=random.randint(1, 9_999_999),
        exchange=exchange,
        column=random.randint(1, 400),
    )
    frames = "".join(f"\n\tat {random.choice(FRAMES)}" for _ in range(random.randint(6, 16)))
    return kind, message, f"{kind}: {message}{frames}"
