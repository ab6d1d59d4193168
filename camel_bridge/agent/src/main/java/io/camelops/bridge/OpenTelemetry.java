package io.camelops.bridge;

import io.camelops.agent.exchange.Trace;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * The application's own OpenTelemetry, where it has one: the span that is current in a thread. The agent has no classes of
 * OpenTelemetry, and looks for the application's, and for those that OpenTelemetry's Java agent brings under another name
 * and keeps in the bootstrap loader.
 */
final class OpenTelemetry {
    private static final String API = "io.opentelemetry.api.trace.";
    private static final String AGENTS_API = "io.opentelemetry.javaagent.shaded." + API;

    /** An application's own is joined to the agent's by that agent: the first that has a span under way says it. */
    private static final OpenTelemetry[] ITS = Stream.of(
                    find(API, CamelContext.class.getClassLoader()), find(AGENTS_API, null))
            .filter(Objects::nonNull)
            .toArray(OpenTelemetry[]::new);

    private final MethodHandle context;
    private final MethodHandle isValid;
    private final MethodHandle isSampled;
    private final MethodHandle traceId;
    private final MethodHandle spanId;

    private OpenTelemetry(String api, ClassLoader loader) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> span = Class.forName(api + "Span", false, loader);
        Class<?> contexts = Class.forName(api + "SpanContext", false, loader);
        MethodHandle current = lookup.findStatic(span, "current", MethodType.methodType(span));
        MethodHandle its = lookup.findVirtual(span, "getSpanContext", MethodType.methodType(contexts));
        context = MethodHandles.filterReturnValue(current, its).asType(MethodType.methodType(Object.class));
        isValid = bool(lookup, contexts, "isValid");
        isSampled = bool(lookup, contexts, "isSampled");
        traceId = text(lookup, contexts, "getTraceId");
        spanId = text(lookup, contexts, "getSpanId");
    }

    private static MethodHandle bool(MethodHandles.Lookup lookup, Class<?> of, String name)
            throws ReflectiveOperationException {
        return lookup.findVirtual(of, name, MethodType.methodType(boolean.class))
                .asType(MethodType.methodType(boolean.class, Object.class));
    }

    private static MethodHandle text(MethodHandles.Lookup lookup, Class<?> of, String name)
            throws ReflectiveOperationException {
        return lookup.findVirtual(of, name, MethodType.methodType(String.class))
                .asType(MethodType.methodType(String.class, Object.class));
    }

    /** @param loader null: the bootstrap loader */
    private static OpenTelemetry find(String api, ClassLoader loader) {
        try {
            return new OpenTelemetry(api, loader);
        } catch (ReflectiveOperationException | LinkageError none) {
            return null;
        }
    }

    /** The span that is current in this thread; null without. */
    static Trace.Upstream current() {
        for (OpenTelemetry each : ITS) {
            Trace.Upstream found = each.upstream();
            if (found != null) return found;
        }
        return null;
    }

    private Trace.Upstream upstream() {
        try {
            return span();
        } catch (Throwable itsOwn) {
            return null;
        }
    }

    private Trace.Upstream span() throws Throwable {
        Object now = (Object) context.invokeExact();
        if (!(boolean) isValid.invokeExact(now)) return null;
        String trace = (String) traceId.invokeExact(now);
        long high = Long.parseUnsignedLong(trace, 0, 16, 16);
        long low = Long.parseUnsignedLong(trace, 16, 32, 16);
        long span = Long.parseUnsignedLong((String) spanId.invokeExact(now), 16);
        return Trace.of(high, low, span, (boolean) isSampled.invokeExact(now), null);
    }
}
