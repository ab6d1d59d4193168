package io.camelops.agent.stats;

import io.camelops.agent.sampling.Sampler;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A Camel context that is watched: its routes, by id. */
public final class Context {
    private final String name;
    private final String camelVersion;
    private final Control control;
    private final Settings settings;
    private final long sinceUnixNs = System.currentTimeMillis() * 1_000_000;
    private final ConcurrentMap<String, Route> routes = new ConcurrentHashMap<>();

    public Context(String name, String camelVersion, Control control, Settings settings) {
        this.name = name;
        this.camelVersion = camelVersion;
        this.control = control;
        this.settings = settings;
    }

    public String name() {
        return name;
    }

    public String camelVersion() {
        return camelVersion;
    }

    public Control control() {
        return control;
    }

    /** Since when it is watched. */
    public long sinceUnixNs() {
        return sinceUnixNs;
    }

    /** The route of this id, known from now on: of one that is built again the counts go on. */
    public Route route(String id) {
        // What is set meanwhile is set of this one too.
        synchronized (settings) {
            return routes.computeIfAbsent(id, this::made);
        }
    }

    private Route made(String id) {
        Sampler sampler = new Sampler(settings.sampling().of(name, id));
        return new Route(this, id, sampler, settings.capture().of(name, id));
    }

    public Collection<Route> routes() {
        return routes.values();
    }
}
