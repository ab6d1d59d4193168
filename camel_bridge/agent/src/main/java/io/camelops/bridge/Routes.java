package io.camelops.bridge;

import io.camelops.agent.Log;
import io.camelops.agent.Recorder;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Route;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.InternalProcessor;
import org.apache.camel.support.LifecycleStrategySupport;

/** Watches each route as it is added, before it takes its first exchange. */
final class Routes extends LifecycleStrategySupport {
    /** Not asked, but held: the bridge is there for as long as a context that it is attached to. */
    @SuppressWarnings("unused")
    private final Bridge bridge;

    private final Context context;
    private final Models models;

    Routes(Bridge bridge, Context context, Models models) {
        this.bridge = bridge;
        this.context = context;
        this.models = models;
    }

    @Override
    public void onRoutesAdd(Collection<org.apache.camel.Route> routes) {
        for (org.apache.camel.Route camel : routes) {
            try {
                Route route = context.route(camel.getRouteId());
                route.service(Services.of(camel.getEndpoint()));
                Processor processor = camel.getProcessor();
                if (processor instanceof InternalProcessor)
                    ((InternalProcessor) processor).addAdvice(new Advice.OfRoute(route));
                models.added(camel, route);
            } catch (Throwable failure) {
                Log.failed("cannot watch the route " + camel.getRouteId(), failure);
            }
        }
    }

    @Override
    public void onContextStopped(CamelContext camel) {
        Recorder.the().write(context);
    }
}
