package io.camelops.agent;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Where woven code arrives: it knows this class by name alone, finds it through the system's class loader, which has the
 * agent's jar, and hands over plain objects. So no loader of an application has to know the agent's classes.
 */
public final class Hooks {
    /** A Camel context is about to build its routes: the context. */
    static final String CONTEXT = "context";
    /** A node of a route was built: channel, route, definition, child definition or null. */
    static final String CHANNEL = "channel";

    /** Called by woven code: which, and with what. Never throws. */
    public static final BiConsumer<String, Object[]> HOOK = Hooks::call;

    private static final String BRIDGE = "io.camelops.bridge.Bridge";
    /**
     * A bridge for each loader that has a Camel. It is held by the contexts that it is attached to: an application that
     * is taken out of its server goes with its loader, and nothing here keeps them.
     */
    private static final Map<ClassLoader, Reference<BiConsumer<String, Object[]>>> BRIDGES = new WeakHashMap<>();

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Hooks() {}

    private static void call(String which, Object[] arguments) {
        try {
            bridge(camelOf(arguments[0].getClass())).accept(which, arguments);
        } catch (Throwable failure) {
            if (SAID.compareAndSet(false, true)) Log.failed("cannot attach to this Camel", failure);
        }
    }

    /** The loader of Camel's own class, which the object's class extends or is. */
    private static ClassLoader camelOf(Class<?> kind) {
        Class<?> at = kind;
        while (!Weaver.isWoven(at.getName().replace('.', '/'))) {
            at = at.getSuperclass();
            if (at == null) throw new IllegalStateException(kind + " is none of Camel's");
        }
        return at.getClassLoader();
    }

    private static BiConsumer<String, Object[]> bridge(ClassLoader camel) throws ReflectiveOperationException {
        synchronized (BRIDGES) {
            Reference<BiConsumer<String, Object[]>> known = BRIDGES.get(camel);
            BiConsumer<String, Object[]> bridge = known == null ? null : known.get();
            if (bridge != null) return bridge;
            bridge = bridged(camel);
            BRIDGES.put(camel, new WeakReference<>(bridge));
            return bridge;
        }
    }

    @SuppressWarnings("unchecked")
    private static BiConsumer<String, Object[]> bridged(ClassLoader camel) throws ReflectiveOperationException {
        return (BiConsumer<String, Object[]>)
                new BridgeLoader(camel).loadClass(BRIDGE).getConstructor().newInstance();
    }
}
