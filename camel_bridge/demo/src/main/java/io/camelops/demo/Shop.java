package io.camelops.demo;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.model.dataformat.JsonLibrary;

/**
 * A shop that takes orders over HTTP and from files, reserves what was ordered at the {@link Warehouse}, charges a card and
 * writes invoices. Its customers are within: two orders a second, of which some cannot be met.
 *
 * <p>System properties: {@code demo.port}, {@code demo.warehouse} (a URL), {@code demo.folder}.
 */
public final class Shop extends RouteBuilder {
    private static final int ORDER_MS = 500;
    private static final int BATCH_MS = 20_000;

    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.main.name", "shop");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", System.getProperty("demo.port"));
        main.configure().addRoutesBuilder(new Shop());
        main.run();
    }

    @Override
    public void configure() {
        errorHandler(deadLetterChannel("direct:dead-letters")
                .maximumRedeliveries(2)
                .redeliveryDelay(50)
                .logExhausted(false));
        onException(Refused.class)
                .handled(true)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(409))
                .setBody(simple("order ${header.order} is refused: ${exception.message}"))
                .id("say-refused");
        orders();
        batches();
        invoices();
        customers();
    }

    private void orders() {
        from("platform-http:/orders?httpMethodRestrict=POST")
                .routeId("orders")
                .description("Orders over HTTP")
                .convertBodyTo(String.class)
                .id("read")
                .to("direct:order")
                .id("accept");

        from("direct:order")
                .routeId("order")
                .description("One order: checked, reserved, charged")
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class)
                .id("parse")
                .setProperty("order", body())
                .id("keep")
                .setHeader("order", simple("${body[order]}"))
                .id("name")
                .choice()
                .when(simple("${body[items].size()} == 0"))
                .throwException(IllegalArgumentException.class, "order ${body[order]} has no items")
                .id("nothing-ordered")
                .when(simple("${body[express]} == true"))
                .setHeader("priority", constant("express"))
                .id("express")
                .otherwise()
                .setHeader("priority", constant("standard"))
                .id("standard")
                .end()
                .to("direct:reserve")
                .id("reserve-items")
                .process(exchange -> Card.charge(order(exchange)))
                .id("charge")
                .setBody(exchange -> Map.copyOf(order(exchange)))
                .id("restore")
                .marshal()
                .json(JsonLibrary.Jackson)
                .id("format")
                .wireTap("seda:invoices")
                .id("invoice")
                .end()
                .setBody(simple("{\"accepted\": \"${header.order}\"}"))
                .id("say-accepted");

        from("direct:reserve")
                .routeId("reserve")
                // An item that cannot be had is a failure of the order.
                .errorHandler(noErrorHandler())
                .description("Each item at the warehouse, in turn")
                .split(simple("${body[items]}"))
                .stopOnException()
                .marshal()
                .json(JsonLibrary.Jackson)
                .id("item")
                .removeHeaders("CamelHttp*")
                .id("forget-request")
                .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                .id("post")
                .to(
                        System.getProperty("demo.warehouse")
                                + "/reserve?bridgeEndpoint=true&throwExceptionOnFailure=false&authUsername=shop&authPassword=RAW(s3cret-word)")
                .id("ask-warehouse")
                .filter(header(Exchange.HTTP_RESPONSE_CODE).isNotEqualTo(200))
                .throwException(Refused.class, "${body}")
                .id("not-there")
                .end()
                .end();
    }

    private void batches() {
        from("timer:nightly?delay=5000&period=" + BATCH_MS)
                .routeId("nightly")
                .setBody(exchange -> String.join("\n", Customers.orders(5)))
                .id("collect")
                .to("file:" + System.getProperty("demo.folder")
                        + "/batches?fileName=orders-${date:now:yyyyMMdd-HHmmss}.jsonl")
                .id("drop");

        from("file:" + System.getProperty("demo.folder") + "/batches?delete=true&delay=2000")
                .routeId("batches")
                .description("Orders in files, one a line")
                .split(body().tokenize("\n"))
                .streaming()
                .parallelProcessing()
                .to("direct:order")
                .id("order-of-batch")
                .end();
    }

    private void invoices() {
        from("seda:invoices?concurrentConsumers=2")
                .routeId("invoices")
                .description("Invoices, behind a queue")
                .setHeader(Exchange.FILE_NAME, simple("invoice-${header.order}.json"))
                .id("file-name")
                .to("file:" + System.getProperty("demo.folder") + "/invoices?fileExist=Override")
                .id("write");

        from("direct:dead-letters")
                .routeId("dead-letters")
                .description("What could not be done")
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(500))
                .id("code")
                .setBody(simple("{\"failed\": \"${exception.message}\"}"))
                .id("say-failed");
    }

    private void customers() {
        from("timer:customers?delay=2000&period=" + ORDER_MS)
                .routeId("customers")
                .description("Who orders")
                .setBody(exchange -> Customers.order())
                .id("choose")
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .id("type")
                .to(
                        ExchangePattern.InOut,
                        "http://127.0.0.1:" + System.getProperty("demo.port")
                                + "/orders?throwExceptionOnFailure=false&httpMethod=POST")
                .id("send-order");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> order(Exchange exchange) {
        return exchange.getProperty("order", Map.class);
    }

    /** An order that cannot be met. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        public Refused(String why) {
            super(why);
        }
    }

    /** Who takes the money. */
    private static final class Card {
        private static final List<String> REFUSED = List.of("4000000000000002");

        static void charge(Map<String, Object> order) throws Refused {
            Map<?, ?> payment = (Map<?, ?>) order.get("payment");
            String card = String.valueOf(payment.get("card")).replace(" ", "");
            if (REFUSED.contains(card))
                throw new Refused("card " + payment.get("card") + " of " + order.get("email") + " was refused");
        }
    }
}
