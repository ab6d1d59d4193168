package io.camelops.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTest {
    @ParameterizedTest
    @CsvSource({
        "com.example.Shop --port 80, Shop",
        "Shop, Shop",
        "/opt/app/shop-1.2.jar --x, shop-1.2",
        "shop/com.example.Shop, Shop",
        "'', unknown_service:java",
    })
    void aServiceIsNamedAfterItsMainClassOrJar(String command, String name) {
        assertEquals(name, Resource.main(command));
    }

    @Test
    void whoIsMostParticularIsHeard() {
        Map<String, String> environment =
                Map.of("OTEL_RESOURCE_ATTRIBUTES", "service.name=a,team=a%20b+c, =x,odd=100%", "HOSTNAME", "pod-1");
        Map<String, String> said = Resource.of(null, environment);
        assertEquals("a", said.get("service.name"));
        assertEquals("a b+c", said.get("team"));
        assertEquals("100%", said.get("odd"));
        assertEquals("pod-1", said.get("host.name"));
        assertEquals("b", Resource.of(null, Map.of("OTEL_SERVICE_NAME", "b")).get("service.name"));
        assertEquals("c", Resource.of("c", Map.of("OTEL_SERVICE_NAME", "b")).get("service.name"));
        assertNotEquals(
                said.get("service.instance.id"), Resource.of(null, environment).get("service.instance.id"));
    }
}
