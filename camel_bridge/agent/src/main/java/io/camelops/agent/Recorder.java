package io.camelops.agent;

import io.camelops.agent.exchange.Recording;
import io.camelops.agent.gateway.AgentFacade;
import io.camelops.agent.gateway.Listener;
import io.camelops.agent.ring.RecordBuffer;
import io.camelops.agent.ring.Ring;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Control;
import io.camelops.agent.stats.Route;
import io.camelops.agent.stats.Settings;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes what is known of the contexts into this JVM's ring, which it makes when the first of them appears. A context that
 * nobody has any more is forgotten.
 */
public final class Recorder {
    private static volatile Recorder the;

    private final Options options;
    private final Limits limits;
    private final Settings settings;
    private final Collection<Reference<Context>> contexts = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> resource;
    private volatile Ring ring;
    private volatile Listener listener;
    private final CountDownLatch hasRing = new CountDownLatch(1);
    private boolean isStarted;

    private Recorder(Options options) {
        this.options = options;
        limits = options.limits();
        settings = new Settings(options.policy(), options.capture());
    }

    /**
     * To be called as the JVM starts. A thread keeps the loaders of whoever is on the stack when it is made: these are made
     * here, where no application is, and wait.
     */
    static void configure(Options options) {
        Recorder recorder = new Recorder(options);
        Thread writer = new Thread(recorder::run, "camelops-agent");
        writer.setDaemon(true);
        writer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(recorder::end, "camelops-agent-last"));
        the = recorder;
    }

    public static Recorder the() {
        return the;
    }

    public Limits limits() {
        return limits;
    }

    /** A context that appears. From now on its counters are written, at each interval and when the JVM ends. */
    public synchronized Context context(String name, String camelVersion, Control control) {
        Context context = new Context(name, camelVersion, control, settings);
        contexts.removeIf(each -> each.get() == null);
        contexts.add(new WeakReference<>(context));
        if (isStarted) return context;
        isStarted = true;
        try {
            resource = Resource.of(options.service(), System.getenv());
            ring = Ring.create(options.ringDir(), options.ringBytes(), resource);
            hasRing.countDown();
        } catch (IOException | RuntimeException failure) {
            Log.failed("cannot make a ring in " + options.ringDir(), failure);
        }
        return context;
    }

    private void run() {
        try {
            hasRing.await();
        } catch (InterruptedException ended) {
            return;
        }
        listen();
        while (true) {
            try {
                Thread.sleep(options.metricsIntervalS() * 1_000L);
                Clock.set();
                write();
                learn();
            } catch (InterruptedException ended) {
                return;
            } catch (Throwable failure) {
                Log.failed("cannot write metrics", failure);
            }
        }
    }

    private void listen() {
        if (!options.hasGateway()) return;
        try {
            listener = Listener.open(ring.path(), new AgentFacade(resource, settings, this::contexts));
        } catch (Throwable failure) {
            Log.failed("cannot open a gateway", failure);
        }
    }

    /** Those that are still there. */
    private List<Context> contexts() {
        return contexts.stream().map(Reference::get).filter(Objects::nonNull).collect(Collectors.toList());
    }

    private void learn() {
        for (Context context : contexts())
            for (Route route : context.routes()) route.sampler().learn(route.durations(), System.nanoTime());
    }

    private void write() {
        for (Context context : contexts()) write(context);
    }

    private void end() {
        write();
        Listener open = listener;
        if (open != null) open.close();
    }

    /** The counters as they are now: a context that has stopped may be gone before the next interval ends. */
    public void write(Context context) {
        Ring to = ring;
        if (to != null) Metrics.write(to, context, System.nanoTime() + Clock.unixNs());
    }

    /** A route that was built. */
    public void write(Model model) {
        Ring to = ring;
        if (to != null) to.offer(Model.TYPE, true, record -> model.put(record, System.nanoTime() + Clock.unixNs()));
    }

    /** An exchange that has ended. */
    public void write(boolean important, Consumer<RecordBuffer> exchange) {
        Ring to = ring;
        if (to != null) to.offer(Recording.TYPE, important, exchange);
    }
}
