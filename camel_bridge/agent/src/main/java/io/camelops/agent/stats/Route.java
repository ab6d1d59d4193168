package io.camelops.agent.stats;

import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Sampler;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A route: how often and how long exchanges pass it, which of them are kept, and its nodes, by id. */
public final class Route extends Place {
    private final Context context;
    private final Sampler sampler;
    private final ConcurrentMap<String, Node> nodes = new ConcurrentHashMap<>();

    private volatile Capture capture;
    private volatile Built built = new Built(null, null, null);

    Route(Context context, String id, Sampler sampler, Capture capture) {
        super(id);
        this.context = context;
        this.sampler = sampler;
        this.capture = capture;
    }

    public Context context() {
        return context;
    }

    @Override
    public String kind() {
        return "route";
    }

    public Sampler sampler() {
        return sampler;
    }

    public Capture capture() {
        return capture;
    }

    /** From the next exchange that ends. */
    public void capture(Capture next) {
        capture = next;
    }

    /** How it was built last. */
    public Built built() {
        return built;
    }

    public void built(Built last) {
        built = last;
    }

    /** The node of this id, known from now on. */
    public Node node(String nodeId, String kind, String parentId) {
        return nodes.computeIfAbsent(nodeId, made -> new Node(this, made, kind, parentId, nodes.size()));
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** What its author says of it, and which it is of all its models; null for what is not known. */
    public static final class Built {
        private final String modelHash;
        private final String group;
        private final String description;

        public Built(String modelHash, String group, String description) {
            this.modelHash = modelHash;
            this.group = group;
            this.description = description;
        }

        public String modelHash() {
            return modelHash;
        }

        public String group() {
            return group;
        }

        public String description() {
            return description;
        }
    }

    /** A processor in a route. */
    public static final class Node extends Place {
        private static final int BITS = 63;

        private final Route route;
        private final String kind;
        private final String parentId;
        private final long bit;

        private Node(Route route, String id, String kind, String parentId, int number) {
            super(id);
            this.route = route;
            this.kind = kind;
            this.parentId = parentId;
            bit = 1L << number % BITS;
        }

        public Route route() {
            return route;
        }

        @Override
        public String kind() {
            return kind;
        }

        /** The node around it; the route's id for one at the top. */
        public String parentId() {
            return parentId;
        }

        /** One of the lower 63 bits, which the nodes of a route share in turns: which of them an exchange passed. */
        public long bit() {
            return bit;
        }
    }
}
