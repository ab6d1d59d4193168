package io.camelops.agent.stats;

import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Policy;

/** What is set of all routes of this JVM. Who reads or writes it holds its monitor; routes have what holds for them. */
public final class Settings {
    private final ByRoute<Policy> sampling;
    private final ByRoute<Capture> capture;

    public Settings(Policy sampling, Capture capture) {
        this.sampling = new ByRoute<>(sampling);
        this.capture = new ByRoute<>(capture);
    }

    public ByRoute<Policy> sampling() {
        return sampling;
    }

    public ByRoute<Capture> capture() {
        return capture;
    }
}
