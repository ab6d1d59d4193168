package io.camelops.bridge;

import io.camelops.agent.stats.Durations;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelInternalProcessorAdvice;

/** Counts what passes a route or a node, with how long it took, redeliveries included. */
final class Timed implements CamelInternalProcessorAdvice<Long> {
    private final Durations durations;

    Timed(Durations durations) {
        this.durations = durations;
    }

    @Override
    public Long before(Exchange exchange) {
        durations.start();
        return System.nanoTime();
    }

    @Override
    public void after(Exchange exchange, Long begun) {
        durations.end(System.nanoTime() - begun, exchange.isFailed());
    }
}
