package io.camelops.agent.stats;

import io.camelops.agent.ring.RecordBuffer;
import java.util.Set;

/** Where an exchange passes: a route, or a node of one. */
public abstract class Place {
    private final String id;
    private final Durations durations = new Durations();
    private volatile Service service = new Service(null, null, null);
    private volatile byte[] described;

    Place(String id) {
        this.id = id;
    }

    public final String id() {
        return id;
    }

    /** Camel's short name of a node: {@code to}, {@code choice}, {@code split}; {@code route} for a route. */
    public abstract String kind();

    public final Durations durations() {
        return durations;
    }

    /** What it takes exchanges from, or sends them to. */
    public final Service service() {
        return service;
    }

    public final void service(Service known) {
        service = known;
        described = null;
    }

    /** What a record says of each passing: the bytes of {@link #describe}. */
    public final byte[] described() {
        byte[] known = described;
        if (known == null) {
            Service to = service;
            known = RecordBuffer.strings(id, kind(), to.endpoint, to.address, to.protocol);
            described = known;
        }
        return known;
    }

    /** The same, for a passing that had an endpoint of its own. */
    public final void describe(RecordBuffer to, String endpoint) {
        to.putString(id).putString(kind()).putString(endpoint).putString(null).putString(null);
    }

    /** An endpoint without passwords, and the system behind it as far as Camel knows; null for what is not known. */
    public static final class Service {
        private final String endpoint;
        private final String address;
        private final String protocol;

        public Service(String endpoint, String address, String protocol) {
            this.endpoint = endpoint;
            this.address = address;
            this.protocol = protocol;
        }

        public String endpoint() {
            return endpoint;
        }

        public String address() {
            return address;
        }

        public String protocol() {
            return protocol;
        }

        /** Endpoints that are within the JVM: a message that goes there has not left. */
        private static final Set<String> LOCAL = Set.of(
                "bean",
                "browse",
                "class",
                "controlbus",
                "dataset",
                "dataset-test",
                "direct",
                "disruptor",
                "disruptor-vm",
                "kamelet",
                "language",
                "log",
                "mock",
                "ref",
                "scheduler",
                "seda",
                "stub",
                "timer",
                "vm");

        /** Whether what is sent there may come to another process; so it is where the endpoint is not known before. */
        public boolean isRemote() {
            return endpoint == null || !LOCAL.contains(scheme());
        }

        private String scheme() {
            int colon = endpoint.indexOf(':');
            return colon < 0 ? endpoint : endpoint.substring(0, colon);
        }
    }
}
