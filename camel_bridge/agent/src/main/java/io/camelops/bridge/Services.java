package io.camelops.bridge;

import io.camelops.agent.stats.Place.Service;
import java.lang.reflect.Method;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.util.URISupport;

/** Endpoints, and the systems behind them. */
final class Services {
    private Services() {}

    /** Of what a node does. */
    static Service of(Object processor) {
        return processor instanceof EndpointAware ? of(((EndpointAware) processor).getEndpoint()) : unknown();
    }

    static Service of(Endpoint endpoint) {
        if (endpoint == null) return unknown();
        return new Service(
                sanitized(endpoint.getEndpointUri()),
                sanitized(asked(endpoint, "getServiceUrl")),
                asked(endpoint, "getServiceProtocol"));
    }

    private static Service unknown() {
        return new Service(null, null, null);
    }

    /** Without passwords. */
    static String sanitized(String uri) {
        return uri == null ? null : URISupport.sanitizeUri(uri);
    }

    /** What an endpoint that implements {@code EndpointServiceLocation}, which is since Camel 4.7, says of itself. */
    private static String asked(Endpoint endpoint, String what) {
        try {
            Class<?> location = Class.forName(
                    "org.apache.camel.spi.EndpointServiceLocation", false, Endpoint.class.getClassLoader());
            if (!location.isInstance(endpoint)) return null;
            Method method = location.getMethod(what);
            return (String) method.invoke(endpoint);
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return null;
        }
    }
}
