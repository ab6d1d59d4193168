package io.camelops.bridge;

import io.camelops.agent.Log;
import io.camelops.agent.exchange.Step;
import io.camelops.agent.stats.Place;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelInternalProcessorAdvice;

/** What is done around each passing of a route or a node. Whatever goes wrong in it, the exchange goes on. */
abstract class Advice implements CamelInternalProcessorAdvice<Step> {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final Place place;

    Advice(Place place) {
        this.place = place;
    }

    abstract Step enter(Exchange exchange);

    @Override
    public Step before(Exchange exchange) {
        place.durations().start();
        try {
            return enter(exchange);
        } catch (Throwable failure) {
            failed(failure);
            return null;
        }
    }

    @Override
    public void after(Exchange exchange, Step step) {
        try {
            if (step != null) Passages.leave(exchange, step);
            else place.durations().end(0);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    static void failed(Throwable failure) {
        if (SAID.compareAndSet(false, true)) Log.failed("cannot follow an exchange", failure);
    }

    static final class OfRoute extends Advice {
        private final io.camelops.agent.stats.Route route;

        OfRoute(io.camelops.agent.stats.Route route) {
            super(route);
            this.route = route;
        }

        @Override
        Step enter(Exchange exchange) {
            return Passages.enter(exchange, route);
        }
    }

    static final class OfNode extends Advice {
        private final io.camelops.agent.stats.Route.Node node;

        OfNode(io.camelops.agent.stats.Route.Node node) {
            super(node);
            this.node = node;
        }

        @Override
        Step enter(Exchange exchange) {
            return Passages.enter(exchange, node);
        }
    }

    /** A node that sends exchanges, perhaps to another process: they say which trace they belong to. */
    static final class OfSender extends Advice {
        private final io.camelops.agent.stats.Route.Node node;

        OfSender(io.camelops.agent.stats.Route.Node node) {
            super(node);
            this.node = node;
        }

        @Override
        Step enter(Exchange exchange) {
            Step step = Passages.enter(exchange, node);
            Borders.send(exchange, step);
            return step;
        }

        @Override
        public void after(Exchange exchange, Step step) {
            if (step != null) Borders.sent(exchange, step);
            super.after(exchange, step);
        }
    }
}
