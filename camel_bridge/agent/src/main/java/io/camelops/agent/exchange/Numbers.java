package io.camelops.agent.exchange;

import io.camelops.agent.ring.RecordBuffer;
import java.util.ArrayList;
import java.util.List;

/** Gives the messages and exceptions of one exchange their numbers: each is written once, however many steps saw it. */
final class Numbers {
    private static final int NONE = -1;

    private final List<Snapshot> messages = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    int of(Snapshot message) {
        return of(messages, message);
    }

    int of(Throwable failure) {
        return of(failures, failure);
    }

    private static <T> int of(List<T> known, T one) {
        if (one == null) return NONE;
        // The same is mostly the one that came last.
        for (int at = known.size() - 1; at >= 0; at--) if (known.get(at) == one) return at;
        known.add(one);
        return known.size() - 1;
    }

    void put(RecordBuffer to) {
        to.putInt(messages.size());
        for (Snapshot message : messages) message.put(to);
        to.putInt(failures.size());
        for (Throwable failure : failures) {
            to.putString(failure.getClass().getName());
            to.putString(text(failure));
            to.putString(Texts.trace(failure));
        }
    }

    private static String text(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (RuntimeException itsOwn) {
            return null;
        }
    }
}
