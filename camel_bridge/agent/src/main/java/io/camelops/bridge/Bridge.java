package io.camelops.bridge;

import io.camelops.agent.Log;
import io.camelops.agent.Recorder;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Route;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.InternalProcessor;

/** The side of the agent that knows Camel: what woven code hands over becomes what Camel's interfaces offer. */
public final class Bridge implements BiConsumer<String, Object[]> {
    private final Map<CamelContext, Context> contexts = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public void accept(String which, Object[] arguments) {
        if (which.equals("context")) attach((CamelContext) arguments[0]);
        else
            built((InternalProcessor) arguments[0], (org.apache.camel.Route) arguments[1], (NamedNode)
                    (arguments[3] == null ? arguments[2] : arguments[3]));
    }

    /** A context that is stopped and started again comes here again: it is attached once. */
    private void attach(CamelContext camel) {
        if (contexts.containsKey(camel)) return;
        Context context = new Context(camel.getName(), camel.getVersion());
        contexts.put(camel, context);
        camel.addLifecycleStrategy(new Routes(this, context));
        Recorder.the().watch(context);
        Log.line("attached to Camel " + context.camelVersion() + ", context " + context.name());
    }

    private void built(InternalProcessor channel, org.apache.camel.Route route, NamedNode node) {
        Context context = contexts.get(route.getCamelContext());
        if (context == null) return;
        NamedNode parent = node.getParent();
        Route.Node known = context.route(route.getRouteId())
                .node(node.getId(), node.getShortName(), parent == null ? "" : parent.getId());
        channel.addAdvice(new Timed(known.durations()));
    }
}
