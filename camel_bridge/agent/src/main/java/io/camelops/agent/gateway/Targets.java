package io.camelops.agent.gateway;

import io.camelops.agent.stats.ByRoute;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Contexts and routes by what a caller calls them. */
final class Targets {
    private Targets() {}

    /** All routes that are meant; none where both are all, and nothing is there yet. */
    static List<Route> all(List<Context> contexts, String context, String route) throws Refusal {
        List<Route> found = new ArrayList<>();
        for (Context each : named(contexts, context))
            for (Route one : each.routes()) if (ByRoute.covers(text("route", route), one.id())) found.add(one);
        if (found.isEmpty() && !ByRoute.ALL.equals(text("route", route))) throw unknown(context, route);
        return found;
    }

    /** The one context of this name that has the route now. */
    static Context one(List<Context> contexts, String context, String route) throws Refusal {
        text("route", route);
        List<Context> having = new ArrayList<>();
        for (Context each : named(contexts, context)) if (each.control().state(route) != null) having.add(each);
        if (having.isEmpty()) throw unknown(context, route);
        if (having.size() == 1) return having.get(0);
        throw new Refusal(
                Refusal.BAD_VALUE,
                having.size() + " contexts that " + context + " stands for have a route " + route
                        + ": name one context, of a name of its own");
    }

    private static List<Context> named(List<Context> contexts, String name) throws Refusal {
        text("context", name);
        List<Context> found = contexts.stream()
                .filter(each -> ByRoute.covers(name, each.name()))
                .collect(Collectors.toList());
        if (!found.isEmpty() || name.equals(ByRoute.ALL)) return found;
        throw new Refusal(
                Refusal.UNKNOWN_ROUTE,
                "there is no context " + Calls.shortened(name) + ": routes() tells which there are");
    }

    private static String text(String what, String value) throws Refusal {
        if (value != null) return value;
        throw new Refusal(Refusal.BAD_VALUE, what + " is null: it is a name, or " + ByRoute.ALL + " for all");
    }

    private static Refusal unknown(String context, String route) {
        return new Refusal(
                Refusal.UNKNOWN_ROUTE,
                "there is no route " + Calls.shortened(route) + " in " + Calls.shortened(context)
                        + ": routes() tells which there are");
    }
}
