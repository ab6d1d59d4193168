package io.camelops.agent.gateway;

import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Policy;
import io.camelops.agent.stats.ByRoute;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Control;
import io.camelops.agent.stats.Control.State;
import io.camelops.agent.stats.Route;
import io.camelops.agent.stats.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The facade of this JVM's contexts. For any number of threads. */
public final class AgentFacade implements Facade {
    private static final double PER_SECOND_MAX = 1e6;
    private static final long SLOW_MS_MAX = 86_400_000;

    private static final Choice STARTED = (control, route, now, timeoutMs) -> Operations.toStarted(control, route, now);

    private final Map<String, String> resource;
    private final Settings settings;
    private final Supplier<List<Context>> contexts;
    private final Operations operations = new Operations();

    /**
     * @param resource what its telemetry says it is from
     * @param contexts those that are there now
     */
    public AgentFacade(Map<String, String> resource, Settings settings, Supplier<List<Context>> contexts) {
        this.resource = resource;
        this.settings = settings;
        this.contexts = contexts;
    }

    @Override
    public Map<String, ?> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("protocol", Listener.PROTOCOL);
        all.put("agent_version", AgentFacade.class.getPackage().getImplementationVersion());
        all.put("service", resource.get("service.name"));
        all.put("instance", resource.get("service.instance.id"));
        all.put("pid", ProcessHandle.current().pid());
        all.put("java_version", System.getProperty("java.version"));
        synchronized (settings) {
            all.put("sampling", described(settings.sampling().atStart()));
            all.put("capture", settings.capture().atStart().toString());
        }
        all.put("contexts", each(context -> named(context)));
        return all;
    }

    @Override
    public Map<String, ?> routes() {
        return Map.of("contexts", each(context -> {
            Map<String, Object> one = named(context);
            List<Object> routes = new ArrayList<>();
            for (Route route : context.routes()) {
                State now = context.control().state(route.id());
                if (now != null) routes.add(described(route, now));
            }
            one.put("routes", routes);
            return one;
        }));
    }

    @Override
    public Map<String, ?> setSampling(String context, String route, Double share, Double perSecond, Long slowMs)
            throws Refusal {
        within("share", share, 0, 1);
        within("perSecond", perSecond, 0, PER_SECOND_MAX);
        within("slowMs", slowMs, Policy.SLOW_BY_ITSELF, SLOW_MS_MAX);
        synchronized (settings) {
            Policy start = settings.sampling().atStart();
            Policy policy = new Policy(
                    share == null ? start.share() : share,
                    perSecond == null ? start.perSecond() : perSecond,
                    slowMs == null ? start.slowMs() : slowMs.intValue());
            return set(settings.sampling(), context, route, policy, each -> each.sampler()
                    .set(policy));
        }
    }

    @Override
    public Map<String, ?> setCapture(String context, String route, String mode) throws Refusal {
        Capture named = mode == null ? settings.capture().atStart() : Capture.named(mode);
        if (named == null)
            throw new Refusal(Refusal.BAD_VALUE, "mode is " + mode + ": it is one of all, failed, none, or null");
        synchronized (settings) {
            return set(settings.capture(), context, route, named, each -> each.capture(named));
        }
    }

    @Override
    public Map<String, ?> startRoute(String context, String route, Long timeoutMs) throws Refusal {
        return operated(context, route, timeoutMs, STARTED);
    }

    @Override
    public Map<String, ?> resumeRoute(String context, String route, Long timeoutMs) throws Refusal {
        return operated(context, route, timeoutMs, STARTED);
    }

    @Override
    public Map<String, ?> stopRoute(String context, String route, Long timeoutMs) throws Refusal {
        return operated(context, route, timeoutMs, Operations::toStopped);
    }

    @Override
    public Map<String, ?> suspendRoute(String context, String route, Long timeoutMs) throws Refusal {
        return operated(context, route, timeoutMs, Operations::toSuspended);
    }

    private interface Choice {
        Operations.Step step(Control control, String route, State now, long timeoutMs);
    }

    private Map<String, ?> operated(String context, String route, Long timeoutMs, Choice choice) throws Refusal {
        within("timeoutMs", timeoutMs, 1, Operations.TIMEOUT_MS_MAX);
        long timeout = timeoutMs == null ? Operations.TIMEOUT_MS : timeoutMs;
        Control control = Targets.one(contexts.get(), context, route).control();
        State was = control.state(route);
        Operations.Step step = choice.step(control, route, was, timeout);
        if (step != null) operations.run(control, route, step, timeout);
        State now = control.state(route);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("was", was.status());
        all.put("status", now == null ? was.status() : now.status());
        return all;
    }

    /** Holds for what is there and what is to come; the answer tells what is there. */
    private <T> Map<String, ?> set(ByRoute<T> of, String context, String route, T value, Consumer<Route> set)
            throws Refusal {
        List<Route> covered = Targets.all(contexts.get(), context, route);
        of.set(context, route, value);
        covered.forEach(set);
        List<Object> told = new ArrayList<>();
        for (Route each : covered) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("context", each.context().name());
            one.put("route", each.id());
            one.put("sampling", described(each.sampler().policy()));
            one.put("capture", each.capture().toString());
            told.add(one);
        }
        return Map.of("routes", told);
    }

    private static void within(String name, Number value, double least, double most) throws Refusal {
        // Not the other way round: of what is not a number each comparison is false.
        if (value == null || value.doubleValue() >= least && value.doubleValue() <= most) return;
        throw new Refusal(
                Refusal.BAD_VALUE,
                name + " is " + value + ": it is a number from " + number(least) + " to " + number(most) + ", or null");
    }

    private static String number(double value) {
        return Long.toString((long) value);
    }

    private <T> List<T> each(Function<Context, T> told) {
        List<T> all = new ArrayList<>();
        for (Context context : contexts.get()) if (context.control().isRunning()) all.add(told.apply(context));
        return all;
    }

    private static Map<String, Object> named(Context context) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", context.name());
        one.put("camel_version", context.camelVersion());
        return one;
    }

    private static Map<String, Object> described(Policy policy) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("share", policy.share());
        one.put("per_second", policy.perSecond());
        one.put("slow_ms", policy.slowMs() == Policy.SLOW_BY_ITSELF ? null : policy.slowMs());
        return one;
    }

    private static Map<String, Object> described(Route route, State now) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", route.id());
        one.put("status", now.status());
        one.put("endpoint", route.service().endpoint());
        one.put("group", route.built().group());
        one.put("description", route.built().description());
        one.put("model_hash", route.built().modelHash());
        one.put("uptime_ms", now.uptimeMs());
        one.put("inflight", now.inflight());
        one.put("sampling", described(route.sampler().policy()));
        one.put("capture", route.capture().toString());
        return one;
    }
}
