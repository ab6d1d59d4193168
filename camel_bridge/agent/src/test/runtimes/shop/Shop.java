package shop;

import org.apache.camel.builder.RouteBuilder;

/**
 * What every runtime runs, and knows nothing of an agent: an order comes over HTTP, its lines are booked one by one, and
 * the whole is told to another process. Properties {@code shop.in} and {@code shop.out} are where from and where to.
 */
public class Shop extends RouteBuilder {
    @Override
    public void configure() {
        from(System.getProperty("shop.in", "platform-http:/orders"))
                .routeId("orders")
                .convertBodyTo(String.class)
                .id("text")
                .split(body().tokenize(","))
                .to("direct:book")
                .id("book-line")
                .end()
                .removeHeaders("CamelHttp*")
                .id("anew")
                .to(System.getProperty("shop.out"))
                .id("tell");
        from("direct:book").routeId("book").setHeader("booked", constant("1")).id("mark");
    }
}
