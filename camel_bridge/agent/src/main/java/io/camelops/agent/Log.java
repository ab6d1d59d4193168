package io.camelops.agent;

/** One line for what the operator should know, on standard error: an agent has no logger that is surely there. */
public final class Log {
    private Log() {}

    public static void line(String text) {
        System.err.println("[camelops-agent] " + text.replace('\n', ' '));
    }

    /** What failed, and that the application goes on as if the agent were not there. */
    public static void failed(String what, Throwable why) {
        line(what + ": " + why + ". The application runs on without it.");
    }
}
