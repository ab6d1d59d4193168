package io.camelops.bridge;

import io.camelops.agent.stats.Control;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;

/** What is asked of a context by Camel's own public interfaces: its routes as they are, and as they shall be. */
final class Controls implements Control {
    private final Reference<CamelContext> context;

    Controls(CamelContext camel) {
        context = new WeakReference<>(camel);
    }

    @Override
    public boolean isRunning() {
        CamelContext camel = context.get();
        return camel != null && !camel.isStopped();
    }

    @Override
    public State state(String routeId) {
        CamelContext camel = context.get();
        if (camel == null || camel.isStopped()) return null;
        ServiceStatus status = camel.getRouteController().getRouteStatus(routeId);
        if (status == null) return null;
        Route route = camel.getRoute(routeId);
        long uptimeMs = route == null || !status.isStarted() ? 0 : route.getUptimeMillis();
        return new State(status.name(), uptimeMs, camel.getInflightRepository().size(routeId));
    }

    @Override
    public void start(String routeId) throws Exception {
        controller().startRoute(routeId);
    }

    @Override
    public void resume(String routeId) throws Exception {
        controller().resumeRoute(routeId);
    }

    @Override
    public boolean stop(String routeId, long timeoutMs) throws Exception {
        return controller().stopRoute(routeId, timeoutMs, TimeUnit.MILLISECONDS, true);
    }

    @Override
    public void suspend(String routeId, long timeoutMs) throws Exception {
        controller().suspendRoute(routeId, timeoutMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public ClassLoader loader() {
        CamelContext camel = context.get();
        return camel == null ? null : camel.getApplicationContextClassLoader();
    }

    private RouteController controller() {
        CamelContext camel = context.get();
        if (camel == null) throw new IllegalStateException("its context is gone");
        return camel.getRouteController();
    }
}
