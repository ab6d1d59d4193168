package io.camelops.agent.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * What holds for which route: what was said last counts, for routes that are there and for those that appear later. Whoever
 * uses it holds its monitor.
 */
public final class ByRoute<T> {
    /** Stands for all contexts, or all routes. */
    public static final String ALL = "*";

    private final T atStart;
    private final List<Said<T>> said = new ArrayList<>();

    public ByRoute(T atStart) {
        this.atStart = atStart;
    }

    public T atStart() {
        return atStart;
    }

    /** From now on; what was said of some of these routes before is forgotten. */
    public void set(String context, String route, T value) {
        said.removeIf(each -> covers(context, each.context) && covers(route, each.route));
        said.add(new Said<>(context, route, value));
    }

    public T of(String context, String route) {
        for (int at = said.size() - 1; at >= 0; at--) {
            Said<T> each = said.get(at);
            if (covers(each.context, context) && covers(each.route, route)) return each.value;
        }
        return atStart;
    }

    public static boolean covers(String pattern, String name) {
        return pattern.equals(ALL) || pattern.equals(name);
    }

    private static final class Said<T> {
        final String context;
        final String route;
        final T value;

        Said(String context, String route, T value) {
            this.context = context;
            this.route = route;
            this.value = value;
        }
    }
}
