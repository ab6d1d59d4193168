package io.camelops.agent;

import io.camelops.agent.ring.RecordBuffer;
import io.camelops.agent.ring.Ring;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Durations;
import io.camelops.agent.stats.Route;

/** The record of a route's counters: its own and its nodes', sums since the context was there. docs/formats/ring.md. */
final class Metrics {
    static final int TYPE = 1;

    private Metrics() {}

    static void write(Ring ring, Context context, long unixNs) {
        // A route a record: a context of thousands of nodes has none that is too large.
        for (Route route : context.routes()) ring.offer(TYPE, true, to -> put(to, context, route, unixNs));
    }

    private static void put(RecordBuffer to, Context context, Route route, long unixNs) {
        to.putLong(unixNs)
                .putLong(context.sinceUnixNs())
                .putString(context.name())
                .putString(context.camelVersion());
        to.putString(route.id()).putString(route.service().endpoint());
        put(to, route.durations());
        int place = to.length();
        to.putInt(0);
        int nodes = 0;
        for (Route.Node node : route.nodes()) {
            to.putString(node.id()).putString(node.kind()).putString(node.parentId());
            put(to, node.durations());
            nodes++;
        }
        to.setInt(place, nodes);
    }

    private static void put(RecordBuffer to, Durations durations) {
        Durations.Snapshot now = durations.snapshot();
        to.putLong(now.started()).putLong(now.ended()).putLong(now.failed()).putLong(now.handled());
        to.putLong(now.redelivered()).putLong(now.sumNs());
        int place = to.length();
        to.putInt(0);
        int filled = 0;
        for (int at = 0; at < Durations.BUCKETS; at++) {
            if (now.count(at) == 0) continue;
            to.putShort(Durations.FIRST_BUCKET + at).putLong(now.count(at));
            filled++;
        }
        to.setInt(place, filled);
    }
}
