import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * An application that knows nothing of an agent. Ten orders come, every second one large; one more is refused. The lines
 * of an order, three each, are booked one by one behind a queue.
 */
public final class Orders {
    private Orders() {}

    public static void main(String[] arguments) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new Routes());
        camel.start();
        // Stopped and started again: what is attached twice counts double.
        camel.stop();
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        for (int order = 0; order < 10; order++)
            template.sendBodyAndHeader("direct:orders", "a,b,c", "large", order % 2 == 0);
        try {
            template.sendBodyAndHeader("direct:orders", "d", "refused", true);
        } catch (CamelExecutionException refused) {
            System.out.println("refused");
        }
        camel.stop();
    }

    private static final class Routes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:orders")
                    .routeId("orders")
                    .choice()
                    .when(header("large").isEqualTo(true))
                    .to("direct:book")
                    .id("book-large")
                    .otherwise()
                    .process(exchange -> {
                        if (exchange.getIn().getHeader("refused") != null) throw new IllegalStateException("refused");
                    })
                    .id("check")
                    .end()
                    .to("seda:lines")
                    .id("queue");
            from("seda:lines")
                    .routeId("lines")
                    .split(body().tokenize(","))
                    .to("direct:book")
                    .id("book-line")
                    .end();
            from("direct:book")
                    .routeId("book")
                    .setHeader("booked", constant(true))
                    .id("mark")
                    .transform(simple("${body}"))
                    .id("same");
        }
    }
}
