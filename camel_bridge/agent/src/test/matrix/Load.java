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
 * which the first two are to warm up. The argument is how many exchanges a round has.
 */
public final class Load {
    private static final int ROUNDS = 10;

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        int exchanges = Integer.parseInt(arguments[0]);
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .setHeader("booked", constant("1"))
                        .transform(simple("${body}"))
                        .process(exchange -> {});
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
}
