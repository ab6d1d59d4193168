package io.camelops.demo;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.model.dataformat.JsonLibrary;

/**
 * Where goods are: reserves items over HTTP, sometimes slowly, and has no unobtainium.
 *
 * <p>System property: {@code demo.port}.
 */
public final class Warehouse extends RouteBuilder {
    private static final int SLOW_OF_100 = 3;
    private static final int SLOW_MS = 700;

    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.main.name", "warehouse");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", System.getProperty("demo.port"));
        main.configure().addRoutesBuilder(new Warehouse());
        main.run();
    }

    @Override
    public void configure() {
        onException(IllegalStateException.class)
                .handled(true)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(409))
                .setBody(simple("{\"error\": \"${exception.message}\"}"))
                .id("say-none");

        from("platform-http:/reserve?httpMethodRestrict=POST")
                .routeId("reserve")
                .description("Takes goods from the shelf")
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class)
                .id("parse")
                .process(exchange -> Thread.sleep(walk()))
                .id("walk")
                .to("direct:shelf")
                .id("look")
                .setBody(simple("{\"reserved\": \"${body[item]}\"}"))
                .id("say-reserved");

        from("direct:shelf")
                .routeId("shelf")
                .filter(simple("${body[item]} == 'unobtainium'"))
                .throwException(IllegalStateException.class, "no ${body[item]} on any shelf")
                .id("none-left")
                .end();
    }

    /** How far the shelf is, in ms. */
    private static long walk() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return random.nextInt(100) < SLOW_OF_100 ? SLOW_MS : random.nextInt(2, 12);
    }
}
