package io.camelops.agent;

import java.lang.instrument.Instrumentation;

/**
 * Attaches to every Camel context of a JVM that was started with {@code -javaagent:camelops-agent.jar}.
 *
 * <p>Does next to nothing where there is no Camel: JAVA_TOOL_OPTIONS reaches keytool too. Whatever goes wrong in it costs
 * one line, never the application.
 */
public final class Agent {
    private Agent() {}

    public static void premain(String argument, Instrumentation instrumentation) {
        try {
            Recorder.configure(Options.read(argument, System.getenv()));
            instrumentation.addTransformer(new Weaver());
        } catch (Throwable failure) {
            Log.failed("cannot start", failure);
        }
    }
}
