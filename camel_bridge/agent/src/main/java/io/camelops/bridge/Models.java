package io.camelops.bridge;

import io.camelops.agent.Model;
import io.camelops.agent.Recorder;
import io.camelops.agent.stats.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.NamedNode;

/** Puts routes together from their nodes, as Camel builds one after the other. */
final class Models {
    /** Nodes by id, of routes that are being built. */
    private final Map<String, Map<String, String[]>> building = new ConcurrentHashMap<>();

    /** A node was built; what is around it and is none itself, as a branch of a choice, is known by it. */
    void built(org.apache.camel.Route camel, Route.Node known, NamedNode node) {
        Map<String, String[]> nodes = building.computeIfAbsent(camel.getRouteId(), made -> new LinkedHashMap<>());
        synchronized (nodes) {
            around(nodes, parent(node), camel.getRouteId());
            nodes.put(node.getId(), described(node, known.service().endpoint(), camel.getRouteId()));
        }
    }

    private static void around(Map<String, String[]> nodes, NamedNode node, String routeId) {
        if (node == null || node.getShortName().equals("route") || nodes.containsKey(node.getId())) return;
        around(nodes, parent(node), routeId);
        nodes.put(node.getId(), described(node, null, routeId));
    }

    /** The node around it: of one in a branch of a choice the branch, which newer versions pass over. */
    static NamedNode parent(NamedNode node) {
        NamedNode parent = node.getParent();
        if (parent == null || !parent.getShortName().equals("choice")) return parent;
        try {
            List<Object> branches = new ArrayList<>((Collection<?>) asked(parent, "getWhenClauses"));
            branches.add(asked(parent, "getOtherwise"));
            for (Object branch : branches)
                if (branch != null && ((Collection<?>) asked(branch, "getOutputs")).contains(node))
                    return (NamedNode) branch;
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            // The choice, then.
        }
        return parent;
    }

    private static Object asked(Object definition, String what) throws ReflectiveOperationException {
        return definition.getClass().getMethod(what).invoke(definition);
    }

    /** What is around several routes, as an onException, has no parent: it is in each of them. */
    private static String[] described(NamedNode node, String endpoint, String routeId) {
        NamedNode parent = parent(node);
        return new String[] {
            node.getId(),
            node.getShortName(),
            parent == null ? routeId : parent.getId(),
            label(node),
            endpoint,
            source(node)
        };
    }

    /** Without passwords, and without what is another in each run: {@code Processor@0x503d687a}. */
    private static String label(NamedNode node) {
        return Services.sanitized(node.getLabel()).replaceAll("@(0x)?[0-9a-f]{3,16}\\b", "");
    }

    /** A route is there, with all its nodes. */
    void added(org.apache.camel.Route camel, Route route) {
        Map<String, String[]> nodes = building.remove(camel.getRouteId());
        if (nodes == null) nodes = Map.of();
        Model model = new Model(
                route.context(),
                route.id(),
                route.service().endpoint(),
                camel.getGroup(),
                camel.getDescription(),
                source(camel.getRoute()),
                List.copyOf(nodes.values()));
        route.built(new Route.Built(model.hash(), camel.getGroup(), camel.getDescription()));
        Recorder.the().write(model);
    }

    /** {@code file:line}, which Camel knows since 3.16 where it is told to. */
    private static String source(NamedNode node) {
        if (node == null) return null;
        try {
            Class<?> aware = Class.forName("org.apache.camel.LineNumberAware", false, NamedNode.class.getClassLoader());
            if (!aware.isInstance(node)) return null;
            Object location = aware.getMethod("getLocation").invoke(node);
            Object line = aware.getMethod("getLineNumber").invoke(node);
            return location == null || (Integer) line <= 0 ? null : location + ":" + line;
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return null;
        }
    }
}
