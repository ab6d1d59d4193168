package io.camelops.bridge;

import io.camelops.agent.Log;
import io.camelops.agent.Recorder;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Route;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.InternalProcessor;

/** The side of the agent that knows Camel: what woven code hands over becomes what Camel's interfaces offer. */
public final class Bridge implements BiConsumer<String, Object[]> {
    /** Nodes that send an exchange to an endpoint. */
    private static final Set<String> SENDERS =
            Set.of("to", "toD", "wireTap", "enrich", "recipientList", "routingSlip", "dynamicRouter", "serviceCall");

    private final Map<CamelContext, Attached> contexts = Collections.synchronizedMap(new WeakHashMap<>());

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
        Context context = Recorder.the().context(camel.getName(), camel.getVersion(), new Controls(camel));
        Attached attached = new Attached(context, new Models());
        contexts.put(camel, attached);
        camel.addLifecycleStrategy(new Routes(this, context, attached.models));
        camel.getManagementStrategy().addEventNotifier(new Events());
        Log.line("attached to Camel " + context.camelVersion() + ", context " + context.name());
    }

    private void built(InternalProcessor channel, org.apache.camel.Route camelRoute, NamedNode node) {
        Attached attached = contexts.get(camelRoute.getCamelContext());
        if (attached == null) return;
        NamedNode parent = Models.parent(node);
        Route.Node known = attached.context
                .route(camelRoute.getRouteId())
                .node(node.getId(), node.getShortName(), parent == null ? camelRoute.getRouteId() : parent.getId());
        if (channel instanceof Channel) known.service(Services.of(((Channel) channel).getNextProcessor()));
        attached.models.built(camelRoute, known, node);
        boolean sends = SENDERS.contains(known.kind()) && known.service().isRemote();
        channel.addAdvice(sends ? new Advice.OfSender(known) : new Advice.OfNode(known));
    }

    /** What is known of a context that is attached to. */
    private static final class Attached {
        final Context context;
        final Models models;

        Attached(Context context, Models models) {
            this.context = context;
            this.models = models;
        }
    }
}
