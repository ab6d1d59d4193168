package io.camelops.agent.gateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Calls the facade's methods by name, and only them. Never throws: whatever goes wrong is in the answer. */
final class Calls {
    private final Facade facade;
    private final Map<String, Method> methods = new TreeMap<>();

    Calls(Facade facade) {
        this.facade = facade;
        for (Method each : Facade.class.getDeclaredMethods()) methods.put(each.getName(), each);
    }

    /**
     * @param arguments strings, Long, Double, Boolean, null
     * @return JSON: what was asked for, or {@code {"error": {"kind": …, "detail": …}}}
     */
    String answer(String name, List<Object> arguments) {
        try {
            return Json.of(called(name, arguments));
        } catch (Refusal refused) {
            return error(refused.kind(), refused.getMessage());
        } catch (Throwable failure) {
            return error(Refusal.FAILED, name + " failed: " + failure);
        }
    }

    static String error(String kind, String detail) {
        Map<String, String> why = new LinkedHashMap<>();
        why.put("kind", kind);
        why.put("detail", detail);
        return Json.of(Map.of("error", why));
    }

    private Object called(String name, List<Object> arguments) throws Throwable {
        Method method = methods.get(name);
        if (method == null)
            throw new Refusal(
                    Refusal.BAD_VALUE,
                    "there is no method " + shortened(name) + ": there are " + String.join(", ", methods.keySet()));
        check(method, arguments);
        try {
            return method.invoke(facade, arguments.toArray());
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static void check(Method method, List<Object> arguments) throws Refusal {
        Class<?>[] types = method.getParameterTypes();
        boolean fits = types.length == arguments.size();
        for (int at = 0; fits && at < types.length; at++)
            fits = arguments.get(at) == null || types[at].isInstance(arguments.get(at));
        if (fits) return;
        throw new Refusal(
                Refusal.BAD_VALUE,
                method.getName() + " was called with (" + named(types(arguments)) + "): it takes (" + named(types)
                        + ")");
    }

    private static Class<?>[] types(List<Object> arguments) {
        return arguments.stream()
                .map(each -> each == null ? Void.class : each.getClass())
                .toArray(Class<?>[]::new);
    }

    private static String named(Class<?>[] types) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : types) names.add(type == Void.class ? "null" : type.getSimpleName());
        return String.join(", ", names);
    }

    /** Of what a caller wrote, so much as tells it. */
    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
