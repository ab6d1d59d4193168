package io.camelops.agent;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Which application this is, in the attributes of OpenTelemetry's resources. */
final class Resource {
    private static final String SERVICE_NAME = "service.name";

    private Resource() {}

    /** @param service null: what the environment says, or the main class's name */
    static Map<String, String> of(String service, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(SERVICE_NAME, main(System.getProperty("sun.java.command", "")));
        all.put("service.instance.id", UUID.randomUUID().toString());
        all.put("host.name", host(environment));
        all.put("process.pid", Long.toString(ProcessHandle.current().pid()));
        all.put("process.runtime.name", System.getProperty("java.runtime.name", ""));
        all.put("process.runtime.version", System.getProperty("java.runtime.version", ""));
        all.put("telemetry.distro.name", "camelops-agent");
        // Of the jar's manifest; there is none where classes are in a folder, as in its own tests.
        String version = Resource.class.getPackage().getImplementationVersion();
        if (version != null) all.put("telemetry.distro.version", version);
        said(environment.get("OTEL_RESOURCE_ATTRIBUTES"), all);
        String named = environment.get("OTEL_SERVICE_NAME");
        if (named != null && !named.isBlank()) all.put(SERVICE_NAME, named);
        if (service != null) all.put(SERVICE_NAME, service);
        return all;
    }

    /** {@code key=value,key=value}, percent-encoded (OpenTelemetry, resource SDK). */
    private static void said(String attributes, Map<String, String> all) {
        if (attributes == null) return;
        for (String pair : attributes.split(",")) {
            int at = pair.indexOf('=');
            if (at <= 0) continue;
            String value = pair.substring(at + 1).strip().replace("+", "%2B");
            try {
                all.put(pair.substring(0, at).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notEncoded) {
                all.put(pair.substring(0, at).strip(), value);
            }
        }
    }

    /** Of {@code com.example.Shop arg} and {@code /opt/shop.jar arg}: Shop, shop. */
    static String main(String command) {
        String first = command.strip().split(" ", 2)[0];
        if (first.isEmpty()) return "unknown_service:java";
        if (first.endsWith(".jar")) {
            String file = Path.of(first).getFileName().toString();
            return file.substring(0, file.length() - ".jar".length());
        }
        // A module is named before its class: module/com.example.Shop.
        String kind = first.substring(first.lastIndexOf('/') + 1);
        return kind.substring(kind.lastIndexOf('.') + 1);
    }

    private static String host(Map<String, String> environment) {
        String named = environment.get("HOSTNAME");
        if (named != null && !named.isBlank()) return named;
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
