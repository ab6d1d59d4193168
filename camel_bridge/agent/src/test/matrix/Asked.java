import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * An application that does what its standard input says, a line each, and then says so: {@code send <endpoint> <body>},
 * {@code add <route>}, {@code release}, which lets the route slow go on. It ends with its input.
 */
public final class Asked {
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    private Asked() {}

    public static void main(String[] arguments) throws Exception {
        CamelContext camel = started();
        ProducerTemplate template = camel.createProducerTemplate();
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("send")) System.out.println(sent(template, words[1], words[2]));
            else if (words[0].equals("add")) {
                camel.addRoutes(new One(words[1]));
                System.out.println("added");
            } else {
                RELEASED.countDown();
                System.out.println("released");
            }
        }
        camel.stop();
    }

    public static CamelContext started() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new Routes());
        camel.start();
        return camel;
    }

    private static String sent(ProducerTemplate template, String endpoint, String body) {
        try {
            template.sendBodyAndHeader(endpoint, body, "customer", "c-17");
            return "sent";
        } catch (RuntimeException refused) {
            return "refused";
        }
    }

    private static final class Routes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:orders")
                    .routeId("orders")
                    .routeGroup("sales")
                    .routeDescription("Takes \"orders\"")
                    .process(exchange -> {
                        if (exchange.getIn().getBody(String.class).equals("bad"))
                            throw new IllegalStateException("bad");
                    })
                    .id("check");
            from("seda:lines").routeId("lines").setHeader("booked", constant(true));
            from("seda:slow").routeId("slow").process(exchange -> RELEASED.await());
        }
    }

    private static final class One extends RouteBuilder {
        private final String id;

        One(String id) {
            this.id = id;
        }

        @Override
        public void configure() {
            from("direct:" + id).routeId(id).setHeader("booked", constant(true));
        }
    }
}
