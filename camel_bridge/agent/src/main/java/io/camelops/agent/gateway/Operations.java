package io.camelops.agent.gateway;

import io.camelops.agent.stats.Control;
import io.camelops.agent.stats.Control.State;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts and stops routes, in a bounded time. Each on a thread of its own that ends with it: what an application leaves in
 * thread locals does not stay, and no one waits for a consumer that hangs.
 */
final class Operations {
    /** At once; a route at a time is what an operator does. */
    static final int AT_ONCE_MAX = 4;

    static final long TIMEOUT_MS_MAX = 600_000;

    /** Camel's own default of 45 s is longer than a person waits. */
    static final long TIMEOUT_MS = 30_000;

    /** For Camel to say itself that a route was not stopped in time. */
    private static final long GRACE_MS = 2_000;

    private final Semaphore free = new Semaphore(AT_ONCE_MAX);

    static final class Step {
        final String what;
        final Callable<Boolean> act;

        /** @param act false: it was not done within the time */
        Step(String what, Callable<Boolean> act) {
            this.what = what;
            this.act = act;
        }
    }

    /** Null: it is as it shall be. */
    static Step toStarted(Control control, String route, State now) {
        switch (now.status()) {
            case State.STARTED:
                return null;
            case State.SUSPENDED:
                return new Step("resumed", () -> {
                    control.resume(route);
                    return true;
                });
            default:
                return new Step("started", () -> {
                    control.start(route);
                    return true;
                });
        }
    }

    static Step toStopped(Control control, String route, State now, long timeoutMs) {
        return now.status().equals(State.STOPPED) ? null : new Step("stopped", () -> control.stop(route, timeoutMs));
    }

    /** One that is stopped takes nothing either. */
    static Step toSuspended(Control control, String route, State now, long timeoutMs) {
        if (now.status().equals(State.SUSPENDED) || now.status().equals(State.STOPPED)) return null;
        return new Step("suspended", () -> {
            control.suspend(route, timeoutMs);
            return true;
        });
    }

    void run(Control control, String route, Step step, long timeoutMs) throws Refusal {
        if (!free.tryAcquire())
            throw new Refusal(
                    Refusal.FAILED,
                    AT_ONCE_MAX + " routes are being started or stopped: call again when one of them is");
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            try {
                return step.act.call();
            } finally {
                free.release();
            }
        });
        try {
            begin(task, control.loader());
        } catch (Throwable noThread) {
            free.release();
            throw noThread;
        }
        boolean isDone = await(task, route, step, timeoutMs);
        if (!isDone)
            throw new Refusal(
                    Refusal.TIMEOUT,
                    "the route " + route + " was not " + step.what + " within " + timeoutMs + " ms, with "
                            + inflight(control, route)
                            + " exchanges under way: look at routes(), for Camel may still be"
                            + " at it, and give it more timeoutMs");
    }

    private static void begin(Runnable task, ClassLoader loader) {
        Thread thread = new Thread(task, "camelops-agent-route");
        thread.setDaemon(true);
        if (loader != null) thread.setContextClassLoader(loader);
        thread.start();
    }

    private static boolean await(FutureTask<Boolean> task, String route, Step step, long timeoutMs) throws Refusal {
        try {
            return task.get(timeoutMs + GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillAtIt) {
            return false;
        } catch (ExecutionException failed) {
            throw new Refusal(
                    Refusal.FAILED, "the route " + route + " could not be " + step.what + ": " + failed.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int inflight(Control control, String route) {
        State now = control.state(route);
        return now == null ? 0 : now.inflight();
    }
}
