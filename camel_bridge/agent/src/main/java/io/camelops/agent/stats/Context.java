package io.camelops.agent.stats;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A Camel context that is watched: its routes, by id. */
public final class Context {
    private final String name;
    private final String camelVersion;
    private final ConcurrentMap<String, Route> routes = new ConcurrentHashMap<>();

    public Context(String name, String camelVersion) {
        this.name = name;
        this.camelVersion = camelVersion;
    }

    public String name() {
        return name;
    }

    public String camelVersion() {
        return camelVersion;
    }

    /** The route of this id, known from now on: of one that is built again the counts go on. */
    public Route route(String id) {
        return routes.computeIfAbsent(id, Route::new);
    }

    public Collection<Route> routes() {
        return routes.values();
    }
}
