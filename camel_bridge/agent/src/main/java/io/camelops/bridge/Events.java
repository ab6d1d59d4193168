package io.camelops.bridge;

import io.camelops.agent.exchange.Step;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandledEvent;
import org.apache.camel.spi.CamelEvent.ExchangeRedeliveryEvent;
import org.apache.camel.support.EventNotifierSupport;

/** What only error handlers know: that they try again, and that they dealt with a failure. No other event is asked for. */
final class Events extends EventNotifierSupport {
    private static final String PROCESSORS = "org.apache.camel.processor.";

    Events() {
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeRedeliveryEvent || event instanceof ExchangeFailureHandledEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        try {
            Exchange exchange = ((CamelEvent.ExchangeEvent) event).getExchange();
            SafeCopyProperty mark = Marks.get(exchange);
            if (!(mark instanceof Passage) || !((Passage) mark).isOf(exchange)) return;
            Step step = ((Passage) mark).current();
            if (event instanceof ExchangeRedeliveryEvent) step.redelivered();
            // What a route catches by itself is its own way, and no failure of the exchange.
            else if (!isCaught()) step.handled(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        } catch (Throwable failure) {
            Advice.failed(failure);
        }
    }

    /** By a doCatch, and not by an error handler: who sends the event tells. */
    private static boolean isCaught() {
        return StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                .filter(sender -> sender.startsWith(PROCESSORS))
                .findFirst()
                .orElse("")
                .startsWith(PROCESSORS + "CatchProcessor"));
    }
}
