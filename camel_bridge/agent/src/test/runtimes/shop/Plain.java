package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The shop on camel-main and the JDK's own HTTP, which every version of Camel has; it says on which port. Property
 * {@code shop.told}: whom it tells.
 */
public final class Plain {
    private Plain() {}

    public static void main(String[] arguments) throws Exception {
        start(new Main());
    }

    /** @return what has to be stopped */
    public static AutoCloseable start(Main main) throws Exception {
        System.setProperty("shop.in", "direct:orders");
        System.setProperty("shop.out", "wire:told");
        main.bind("wire", new Wire());
        main.configure().addRoutesBuilder(new Shop());
        main.start();
        ProducerTemplate template = main.getCamelContext().createProducerTemplate();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/orders", exchange -> take(exchange, template));
        server.start();
        System.out.println("listens on port " + server.getAddress().getPort());
        return () -> {
            server.stop(0);
            main.stop();
        };
    }

    private static void take(HttpExchange order, ProducerTemplate template) throws IOException {
        String body = new String(order.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, Object> headers = new TreeMap<>();
        order.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        int status = 200;
        try {
            template.sendBodyAndHeaders("direct:orders?block=false", body, headers);
        } catch (RuntimeException refused) {
            refused.printStackTrace();
            status = 500;
        }
        order.sendResponseHeaders(status, -1);
        order.close();
    }

    /** Sends what it is given, with the headers that say which trace it belongs to. */
    private static final class Wire extends DefaultComponent {
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        @Override
        protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) throws Exception {
                            client.send(request(exchange), HttpResponse.BodyHandlers.discarding());
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException("a wire is sent to");
                }
            };
        }

        private static HttpRequest request(Exchange exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(System.getProperty("shop.told")))
                    .POST(HttpRequest.BodyPublishers.ofString(exchange.getIn().getBody(String.class)));
            for (String name : new String[] {"traceparent", "tracestate"}) {
                String value = exchange.getIn().getHeader(name, String.class);
                if (value != null) request.header(name, value);
            }
            return request.build();
        }
    }
}
