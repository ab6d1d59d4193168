package io.camelops.agent.stats;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A route: how often and how long exchanges pass it, and its nodes, by id. */
public final class Route {
    private final String id;
    private final Durations durations = new Durations();
    private final ConcurrentMap<String, Node> nodes = new ConcurrentHashMap<>();
    private volatile String endpoint = "";

    Route(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Where it takes its exchanges from, without passwords; empty until it is known. */
    public String endpoint() {
        return endpoint;
    }

    public void endpoint(String uri) {
        endpoint = uri;
    }

    public Durations durations() {
        return durations;
    }

    /** The node of this id, known from now on. */
    public Node node(String nodeId, String kind, String parentId) {
        return nodes.computeIfAbsent(nodeId, made -> new Node(made, kind, parentId));
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** A processor in a route. */
    public static final class Node {
        private final String id;
        private final String kind;
        private final String parentId;
        private final Durations durations = new Durations();

        private Node(String id, String kind, String parentId) {
            this.id = id;
            this.kind = kind;
            this.parentId = parentId;
        }

        public String id() {
            return id;
        }

        /** Camel's short name: {@code to}, {@code choice}, {@code split}. */
        public String kind() {
            return kind;
        }

        /** The node around it; the route's id for one at the top. */
        public String parentId() {
            return parentId;
        }

        public Durations durations() {
            return durations;
        }
    }
}
