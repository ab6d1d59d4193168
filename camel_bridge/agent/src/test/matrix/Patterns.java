import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * An application that knows nothing of an agent, and has each pattern that makes exchanges of exchanges, each way to deal
 * with a failure, and bodies of many kinds. A route is named after what it shows. Prints what its own code saw of headers.
 */
public final class Patterns {
    private Patterns() {}

    private static final Path FILES = Path.of("in");

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(FILES);
        Files.writeString(FILES.resolve("a.txt"), "in a file");
        CamelContext camel = new DefaultCamelContext();
        camel.setStreamCaching(true);
        camel.addComponent("wire", new Wire());
        camel.addRoutes(new Parts());
        camel.addRoutes(new Bodies());
        camel.addRoutes(new Borders());
        camel.start();
        // Only now is there a route with an error handler of its own.
        camel.addRoutes(new Failures());
        ProducerTemplate template = camel.createProducerTemplate();
        for (String route : new String[] {
            "split",
            "parallel",
            "multicast",
            "tap",
            "recipients",
            "enriched",
            "loop",
            "looped-copies",
            "queued",
            "threads",
            "aggregated",
            "once",
            "branches",
            "caught",
            "handled",
            "dead",
            "retried",
            "given-up",
            "part-fails",
            "map"
        }) {
            try {
                template.requestBody("direct:" + route, "a,b,c");
            } catch (RuntimeException failed) {
                System.out.println(route + " failed");
            }
        }
        for (int time = 0; time < 5; time++)
            template.send("direct:often-in-vain", exchange -> exchange.getIn().setBody("input"));
        template.requestBody("direct:stream", new ByteArrayInputStream("streamed".getBytes(StandardCharsets.UTF_8)));
        template.requestBody("direct:bytes", new byte[] {0, -1, 'x'});
        template.requestBody("direct:object", new Order(7));
        template.requestBody("direct:nothing", (Object) null);
        template.requestBody("direct:large", "x".repeat(400 * 1_024));
        Map<String, Object> headers = new HashMap<>();
        headers.put("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        headers.put("tracestate", "congo=t61rcWkgMzE,ot=rv:ffffffffffffff;th:8");
        headers.put("count", 7L);
        headers.put("key", "k".getBytes(StandardCharsets.UTF_8));
        template.requestBodyAndHeaders("direct:sends", "hello", headers);
        Wire.await();
        while (Files.exists(FILES.resolve("a.txt"))) Thread.sleep(10);
        // What is behind queues, and the aggregator, ends before Camel does.
        camel.stop();
    }

    private static final class Parts extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:split")
                    .routeId("split")
                    .split(body().tokenize(","))
                    .to("direct:leaf")
                    .id("each")
                    .end();
            from("direct:parallel")
                    .routeId("parallel")
                    .split(body().tokenize(","))
                    .parallelProcessing()
                    .to("direct:leaf")
                    .id("at-once")
                    .log("${body}")
                    .id("second")
                    .end()
                    .setHeader("after", constant(1))
                    .id("after-parallel");
            from("direct:multicast")
                    .routeId("multicast")
                    .multicast()
                    .to("direct:leaf", "direct:leaf")
                    .end()
                    .to("direct:leaf")
                    .id("later");
            from("direct:tap")
                    .routeId("tap")
                    .wireTap("direct:leaf")
                    .id("tapped")
                    .end()
                    .setBody(constant("x"))
                    .id("goes-on");
            from("direct:recipients")
                    .routeId("recipients")
                    .recipientList(constant("direct:leaf,direct:leaf"))
                    .id("list");
            from("direct:enriched")
                    .routeId("enriched")
                    .enrich("direct:leaf", (before, found) -> before)
                    .id("enrich")
                    .setHeader("after", constant(1))
                    .id("after-enrich");
            from("direct:loop")
                    .routeId("loop")
                    .loop(3)
                    .setHeader("turn", exchangeProperty("CamelLoopIndex"))
                    .id("turn")
                    .end();
            from("direct:looped-copies")
                    .routeId("looped-copies")
                    .loop(2)
                    .copy()
                    .setBody(constant("copy"))
                    .id("copied")
                    .end();
            from("direct:queued").routeId("queued").to("seda:queue").id("put");
            from("seda:queue").routeId("queue").to("direct:leaf").id("taken");
            from("direct:threads")
                    .routeId("threads")
                    .threads(2)
                    .end()
                    .setHeader("elsewhere", constant(1))
                    .id("elsewhere");
            from("direct:aggregated")
                    .routeId("aggregated")
                    .split(body().tokenize(","))
                    .aggregate(constant(true), (before, now) -> now)
                    .completionSize(3)
                    .to("direct:leaf")
                    .id("all-of-them");
            from("direct:leaf")
                    .routeId("leaf")
                    .setHeader("leaf", constant(true))
                    .id("leaf-node");
            from("direct:branches")
                    .routeId("branches")
                    .choice()
                    .when(header("left").isNotNull())
                    .setHeader("went", constant("left"))
                    .id("left")
                    .otherwise()
                    .setHeader("went", constant("right"))
                    .id("right")
                    .end();
            from("direct:once").routeId("once").process(exchange -> {}).id("no-op");
        }
    }

    private static final class Failures extends RouteBuilder {
        @Override
        public void configure() {
            onException(IllegalArgumentException.class)
                    .handled(true)
                    .setBody(constant("handled"))
                    .id("instead");
            onException(IllegalStateException.class).maximumRedeliveries(2).redeliveryDelay(0);
            onException(UnsupportedOperationException.class)
                    .maximumRedeliveries(1)
                    .redeliveryDelay(0)
                    .handled(true)
                    .to("direct:dead-letters")
                    .id("to-dead-letters");
            from("direct:caught")
                    .routeId("caught")
                    .doTry()
                    .process(exchange -> fail(new IllegalArgumentException("tried")))
                    .id("tries")
                    .doCatch(IllegalArgumentException.class)
                    .setBody(constant("caught"))
                    .id("catches")
                    .end();
            from("direct:handled")
                    .routeId("handled")
                    .to("direct:fails-for-good")
                    .id("calls")
                    .setHeader("never", constant(1))
                    .id("never");
            from("direct:fails-for-good")
                    .routeId("fails-for-good")
                    .process(exchange -> fail(new IllegalArgumentException("4111 1111 1111 1111 refused")))
                    .id("fails");
            from("direct:dead")
                    .routeId("dead")
                    .process(exchange -> fail(new UnsupportedOperationException("no")))
                    .id("no");
            from("direct:retried")
                    .routeId("retried")
                    .process(exchange -> {
                        // Fails twice.
                        Integer tried = exchange.getProperty("tried", 0, Integer.class);
                        exchange.setProperty("tried", tried + 1);
                        if (tried < 2) fail(new IllegalStateException("not yet"));
                    })
                    .id("third-time");
            from("direct:given-up")
                    .routeId("given-up")
                    .process(exchange -> fail(new IllegalStateException("never")))
                    .id("in-vain");
            from("direct:often-in-vain")
                    .routeId("often-in-vain")
                    .setBody(constant("changed"))
                    .id("changes")
                    .process(exchange -> fail(new java.io.IOException("again")))
                    .id("fails-again");
            from("direct:part-fails")
                    .routeId("part-fails")
                    .split(body().tokenize(","))
                    .process(exchange -> {
                        if (exchange.getIn().getBody(String.class).equals("b"))
                            fail(new java.io.IOException("b is broken"));
                    })
                    .id("checks")
                    .end();
            from("direct:dead-letters")
                    .routeId("dead-letters")
                    .setHeader("buried", constant(true))
                    .id("buried");
        }
    }

    private static void fail(Exception why) throws Exception {
        throw why;
    }

    private static final class Bodies extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:map")
                    .routeId("map")
                    .setBody(constant(Map.of("key", 1)))
                    .id("set-map");
            for (String name : new String[] {"stream", "bytes", "object", "nothing", "large", "file"})
                from(name.equals("file") ? "file:" + FILES : "direct:" + name)
                        .routeId(name)
                        .process(exchange -> {})
                        .id("first-" + name)
                        .process(exchange -> {
                            String body = exchange.getIn().getBody(String.class);
                            if (body != null) System.out.println(name + " has " + body.length());
                        })
                        .id("reads-" + name);
        }
    }

    private static final class Borders extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:sends")
                    .routeId("sends")
                    .to("wire:out?password=secret")
                    .id("sent")
                    .process(exchange ->
                            System.out.println("headers " + exchange.getIn().getHeaders()))
                    .id("looks");
            from("wire:in").routeId("receives").toD("wire:${header.next}").id("forwards");
            from("wire:end").routeId("ends").setBody(constant("done")).id("done");
        }
    }

    /** An order, as people write them. */
    public static final class Order {
        private final int number;

        Order(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "Order " + number;
        }
    }

    /** A broker of one process: body and headers alone go from {@code out} to {@code in} and on to {@code end}. */
    private static final class Wire extends DefaultComponent {
        private static final BlockingQueue<String> DONE = new LinkedBlockingQueue<>();
        private final Map<String, Processor> receivers = new HashMap<>();

        static void await() throws InterruptedException {
            DONE.poll(30, java.util.concurrent.TimeUnit.SECONDS);
        }

        @Override
        protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) throws Exception {
                            deliver(rest.equals("out") ? "in" : "end", exchange);
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    receivers.put(rest, processor);
                    return new DefaultConsumer(this, processor);
                }
            };
        }

        private void deliver(String to, Exchange from) throws Exception {
            System.out.println("to " + to + " " + from.getIn().getHeader("traceparent") + " "
                    + from.getIn().getHeader("tracestate"));
            Exchange exchange = getCamelContext().getEndpoint("wire:" + to).createExchange();
            exchange.getIn().setBody(from.getIn().getBody());
            exchange.getIn().setHeaders(new HashMap<>(from.getIn().getHeaders()));
            exchange.getIn().setHeader("next", "end");
            receivers.get(to).process(exchange);
            if (to.equals("end")) DONE.add("done");
        }
    }
}
