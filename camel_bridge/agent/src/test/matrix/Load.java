import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Exchanges through a route of three nodes, one after another; prints the CPU of one in ns: the least of the rounds, of
 * which the first two are to warm up. Arguments: how many exchanges a round has; how many rounds of a generator of random
 * numbers, some ns each, are the work of one exchange; whether Camel's own BacklogTracer is on.
 */
public final class Load {
    private static final int ROUNDS = 10;
    private static volatile long sink;

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        measure(new DefaultCamelContext(), arguments);
    }

    static void measure(CamelContext camel, String[] arguments) throws Exception {
        int exchanges = Integer.parseInt(arguments[0]);
        int work = Integer.parseInt(arguments[1]);
        camel.setBacklogTracing(Boolean.valueOf(arguments[2]));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .setHeader("booked", constant("1"))
                        .transform(simple("${body}"))
                        .process(exchange -> work(work));
            }
        });
        camel.start();
        Endpoint in = camel.getEndpoint("direct:in");
        ProducerTemplate template = camel.createProducerTemplate();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        String body = "x".repeat(1_024);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = threads.getCurrentThreadCpuTime();
            for (int at = 0; at < exchanges; at++) {
                Exchange exchange = in.createExchange();
                exchange.getIn().setBody(body);
                exchange.getIn().setHeader("order", "4711");
                exchange.getIn().setHeader("customer", "c-17");
                template.send(in, exchange);
            }
            if (round >= 2) least = Math.min(least, (threads.getCurrentThreadCpuTime() - begun) / exchanges);
        }
        camel.stop();
        System.out.println(least);
    }

    private static void work(int rounds) {
        long state = rounds;
        for (int round = 0; round < rounds; round++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
        sink = state;
    }
}
