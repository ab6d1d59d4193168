import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.stream.Stream;
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
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * One of several applications in a row, joined by pipes: each line of its input is a message with these trace headers,
 * which its route passes on to its output. The first one's argument says how many messages it begins.
 */
public final class Hop {
    private Hop() {}

    public static void main(String[] arguments) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addComponent("pipe", new Pipe());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("hop").to("pipe:out").id("on");
            }
        });
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        Stream<String> lines =
                arguments.length > 0 ? Stream.generate(() -> "").limit(Integer.parseInt(arguments[0])) : input.lines();
        lines.forEach(line -> template.sendBodyAndHeaders("direct:in", "order", headers(line)));
        camel.stop();
    }

    private static Map<String, Object> headers(String line) {
        int split = line.indexOf(' ');
        return split < 0
                ? Map.of()
                : Map.of("traceparent", line.substring(0, split), "tracestate", line.substring(split + 1));
    }

    /** Sends to the application behind this one. */
    private static final class Pipe extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            System.out.println(exchange.getIn().getHeader("traceparent") + " "
                                    + exchange.getIn().getHeader("tracestate", "", String.class));
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException("a pipe is sent to");
                }
            };
        }
    }
}
