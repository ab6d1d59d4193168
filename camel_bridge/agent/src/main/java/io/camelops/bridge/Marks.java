package io.camelops.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;

/**
 * What the agent knows of an exchange, kept by the exchange itself: where no application sees it, and where a copy of the
 * exchange gets what {@link SafeCopyProperty#safeCopy} gives.
 *
 * <p>Camel 3 has this on {@code ExtendedExchange}, which an exchange is; Camel 4 on {@code ExchangeExtension}, which it has.
 */
final class Marks {
    private static final String KEY = "CamelOpsExchange";
    private static final MethodHandle GET;
    private static final MethodHandle SET;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle holder = holder(lookup);
            Class<?> kind = holder.type().returnType();
            MethodHandle get = lookup.findVirtual(
                    kind, "getSafeCopyProperty", MethodType.methodType(Object.class, String.class, Class.class));
            MethodHandle set = lookup.findVirtual(
                    kind,
                    "setSafeCopyProperty",
                    MethodType.methodType(void.class, String.class, SafeCopyProperty.class));
            GET = MethodHandles.insertArguments(
                    MethodHandles.filterArguments(get, 0, holder), 1, KEY, SafeCopyProperty.class);
            SET = MethodHandles.insertArguments(MethodHandles.filterArguments(set, 0, holder), 1, KEY);
        } catch (ReflectiveOperationException unknown) {
            throw new ExceptionInInitializerError(unknown);
        }
    }

    private Marks() {}

    /** From an exchange to what has its hidden properties. */
    private static MethodHandle holder(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        ClassLoader camel = Exchange.class.getClassLoader();
        try {
            Class<?> extension = Class.forName("org.apache.camel.ExchangeExtension", false, camel);
            return lookup.findVirtual(Exchange.class, "getExchangeExtension", MethodType.methodType(extension));
        } catch (ClassNotFoundException camel3) {
            Class<?> extended = Class.forName("org.apache.camel.ExtendedExchange", false, camel);
            return MethodHandles.identity(Exchange.class).asType(MethodType.methodType(extended, Exchange.class));
        }
    }

    static SafeCopyProperty get(Exchange exchange) {
        try {
            return (SafeCopyProperty) (Object) GET.invokeExact(exchange);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static void set(Exchange exchange, SafeCopyProperty mark) {
        try {
            SET.invokeExact(exchange, mark);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
