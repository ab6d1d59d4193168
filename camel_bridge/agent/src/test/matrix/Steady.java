import java.util.Arrays;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Exchanges through a route of three nodes, at a steady rate. Arguments: how many; how many a second, 0 for as many as
 * there can be; that every so many-th fails, 0 for none; whether it says each exchange's id once that has ended; rounds of
 * a generator of random numbers, some ns each, that are the work of one. At its end it says how many there were, and what
 * half and 99 of 100 of the later half took at most, ns.
 */
public final class Steady {
    private static volatile long sink;

    private Steady() {}

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        int perSecond = Integer.parseInt(arguments[1]);
        int failEvery = Integer.parseInt(arguments[2]);
        boolean saysIds = Boolean.parseBoolean(arguments[3]);
        int work = Integer.parseInt(arguments[4]);
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .routeId("steady")
                        .setHeader("booked", constant("1"))
                        .transform(simple("${body}"))
                        .process(exchange -> {
                            work(work);
                            if (exchange.getIn().getHeader("fails") != null) throw new IllegalStateException("refused");
                        });
            }
        });
        camel.start();
        Endpoint in = camel.getEndpoint("direct:in");
        ProducerTemplate template = camel.createProducerTemplate();
        String body = "x".repeat(1_024);
        long[] took = new long[count];
        long begun = System.nanoTime();
        for (int at = 0; at < count; at++) {
            if (perSecond > 0) awaitTurn(begun + at * 1_000_000_000L / perSecond);
            Exchange exchange = in.createExchange();
            exchange.getIn().setBody(body);
            if (failEvery > 0 && at % failEvery == 0) exchange.getIn().setHeader("fails", true);
            long sent = System.nanoTime();
            template.send(in, exchange);
            took[at] = System.nanoTime() - sent;
            if (saysIds) say(exchange.getExchangeId());
        }
        camel.stop();
        // The first half is to warm up.
        long[] warm = Arrays.copyOfRange(took, count / 2, count);
        Arrays.sort(warm);
        System.out.println(count + " " + warm[warm.length / 2] + " " + warm[warm.length * 99 / 100]);
    }

    private static void say(String id) {
        System.out.println(id);
        System.out.flush();
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

    private static void awaitTurn(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        if (left > 1_000_000) Thread.sleep(left / 1_000_000);
    }
}
