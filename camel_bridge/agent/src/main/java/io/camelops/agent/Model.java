package io.camelops.agent;

import io.camelops.agent.ring.RecordBuffer;
import io.camelops.agent.stats.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** A route as it was built. Its record: docs/formats/ring.md. */
public final class Model {
    static final int TYPE = 3;
    private static final int HASH_DIGITS = 16;

    private final Context context;
    private final String routeId;
    private final String endpoint;
    private final String group;
    private final String description;
    private final String source;
    private final List<String[]> nodes;

    /**
     * @param endpoint without passwords
     * @param group null without, as {@code description} and {@code source}
     * @param nodes in the order they were built; for each its id, kind, id of the node around it, label, endpoint or null,
     *     place in the source or null
     */
    public Model(
            Context context,
            String routeId,
            String endpoint,
            String group,
            String description,
            String source,
            List<String[]> nodes) {
        this.context = context;
        this.routeId = routeId;
        this.endpoint = endpoint;
        this.group = group;
        this.description = description;
        this.source = source;
        this.nodes = new ArrayList<>(nodes);
    }

    /** Changes with whatever is said of the route, and with nothing else. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(RecordBuffer.strings(context.name(), context.camelVersion(), routeId, endpoint, group));
            digest.update(RecordBuffer.strings(description, source));
            for (String[] node : nodes) digest.update(RecordBuffer.strings(node));
            StringBuilder hex = new StringBuilder();
            for (byte each : digest.digest()) hex.append(String.format("%02x", each));
            return hex.substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void put(RecordBuffer to, long unixNs) {
        to.putLong(unixNs);
        to.putRaw(RecordBuffer.strings(context.name(), context.camelVersion(), routeId, endpoint, group));
        to.putRaw(RecordBuffer.strings(hash(), description, source));
        to.putInt(nodes.size());
        for (String[] node : nodes) to.putRaw(RecordBuffer.strings(node));
    }
}
