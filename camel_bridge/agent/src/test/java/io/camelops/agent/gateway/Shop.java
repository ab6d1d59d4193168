package io.camelops.agent.gateway;

import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Policy;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Control;
import io.camelops.agent.stats.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A context without Camel: a route "orders", and "stuck", which waits when it is started. */
final class Shop implements Control {
    final CountDownLatch unstuck = new CountDownLatch(1);
    final Settings settings = new Settings(new Policy(1, 10, Policy.SLOW_BY_ITSELF), Capture.ALL);
    final Context context = new Context("shop", "4.22.0", this, settings);
    final AgentFacade facade = new AgentFacade(
            Map.of("service.name", "shop", "service.instance.id", "1"), settings, () -> List.of(context));
    private final Map<String, String> status = new ConcurrentHashMap<>();
    volatile ClassLoader seen;

    Shop() {
        for (String route : List.of("orders", "stuck")) {
            context.route(route);
            status.put(route, State.STARTED);
        }
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public State state(String routeId) {
        String now = status.get(routeId);
        return now == null ? null : new State(now, 5, 0);
    }

    @Override
    public void start(String routeId) throws InterruptedException {
        seen = Thread.currentThread().getContextClassLoader();
        if (routeId.equals("stuck")) unstuck.await();
        status.put(routeId, State.STARTED);
    }

    @Override
    public void resume(String routeId) {
        status.put(routeId, State.STARTED);
    }

    @Override
    public boolean stop(String routeId, long timeoutMs) {
        status.put(routeId, State.STOPPED);
        return true;
    }

    @Override
    public void suspend(String routeId, long timeoutMs) {
        throw new IllegalStateException("no suspension today");
    }

    @Override
    public ClassLoader loader() {
        return Shop.class.getClassLoader();
    }
}
