package io.camelops.bridge;

import io.camelops.agent.Clock;
import io.camelops.agent.Limits;
import io.camelops.agent.Recorder;
import io.camelops.agent.exchange.Recording;
import io.camelops.agent.exchange.Snapshot;
import io.camelops.agent.exchange.Step;
import io.camelops.agent.exchange.Trace;
import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Reason;
import io.camelops.agent.sampling.Sampler;
import io.camelops.agent.sampling.Threshold;
import io.camelops.agent.stats.Place;
import io.camelops.agent.stats.Route;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.UnitOfWork;

/** Exchanges as they come to routes and nodes, and leave them. */
final class Passages {
    private Passages() {}

    /** A route takes an exchange: from outside, from another route, or from a queue. */
    static Step enter(Exchange exchange, Route route) {
        SafeCopyProperty mark = Marks.get(exchange);
        if (mark instanceof Passage) {
            Passage passage = (Passage) mark;
            if (passage.isOf(exchange)) return entered(passage, exchange, route, System.nanoTime());
        }
        return begun(exchange, route, copied(mark), true).root();
    }

    /** A node takes an exchange; the first of a copy that was made in a route takes it for the route. */
    static Step enter(Exchange exchange, Route.Node node) {
        SafeCopyProperty mark = Marks.get(exchange);
        Passage passage = mark instanceof Passage ? (Passage) mark : null;
        if (passage == null || !passage.isOf(exchange)) {
            Passage.Copied copied = passage != null ? passage.safeCopy() : (Passage.Copied) mark;
            passage = begun(exchange, node.route(), copied, false);
        }
        long last = passage.timeOfLastEvent();
        return entered(passage, exchange, node, last != 0 ? last : System.nanoTime());
    }

    private static Step entered(Passage passage, Exchange exchange, Place place, long nowNs) {
        Step step = passage.enter(place, nowNs);
        if (step.around() == passage.root()
                && Messages.isStream(passage.root().before().body())) cached(passage, exchange);
        if (passage.isCaptured()) step.before(seen(passage, exchange));
        return step;
    }

    /** A stream that a route takes is cached, if at all, as its first node takes it. */
    private static void cached(Passage passage, Exchange exchange) {
        Snapshot now = Messages.light(exchange.getMessage());
        if (!(now.body() instanceof StreamCache)) return;
        passage.root().before(now);
        passage.lastSeen(now);
    }

    /** The message as it is, which often is what was seen last. */
    private static Snapshot seen(Passage passage, Exchange exchange) {
        if (passage.route().capture() == Capture.NONE) return Snapshot.WITHHELD;
        Snapshot snapshot = Messages.whole(exchange, passage.lastSeen());
        passage.lastSeen(snapshot);
        return snapshot;
    }

    /** Only who is still under way, elsewhere, has made this one; an exchange that comes again is a new one. */
    private static Passage.Copied copied(SafeCopyProperty mark) {
        return mark instanceof Passage.Copied ? (Passage.Copied) mark : null;
    }

    private static Passage begun(Exchange exchange, Route route, Passage.Copied from, boolean isOfRoute) {
        long now = System.nanoTime();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Limits limits = Recorder.the().limits();
        Snapshot first = Messages.light(exchange.getMessage());
        Trace.Upstream sender = from == null ? Borders.sender(first) : null;
        Recording whole = from == null ? null : from.whole;
        Trace trace = whole != null ? whole.trace() : sender != null ? sender.trace() : null;
        if (trace == null) trace = Trace.begun(random.nextLong(), random.nextLong());
        long parent = from != null ? from.spanId : sender != null ? sender.spanId() : 0;
        Passage passage = new Passage(
                exchange, isOfRoute, route, trace, whole, parent, random.nextLong(), now, limits.stepsMax());
        choose(passage, sender == null ? Threshold.ALL : sender.threshold(), limits, now);
        if (passage.isCaptured() && route.capture() != Capture.NONE) Messages.read(exchange, first);
        passage.root().before(first);
        passage.lastSeen(first);
        if (!isOfRoute) endsWith(exchange, passage);
        Marks.set(exchange, passage);
        return passage;
    }

    /** Whether messages are taken at each of its steps. */
    private static void choose(Passage passage, long upstream, Limits limits, long nowNs) {
        Recording whole = passage.whole();
        if (whole != null) choosePart(passage, whole, limits);
        else chooseWhole(passage, upstream, nowNs);
    }

    private static void choosePart(Passage passage, Recording whole, Limits limits) {
        if (whole.isCaptured() && whole.takesPart(limits.partsMax()))
            passage.capture(whole.chosenFor() == Reason.SHARE ? Reason.SHARE : Reason.PART, whole.chosenFrom());
        else passage.passOver(whole.chosenFrom());
    }

    private static void chooseWhole(Passage passage, long upstream, long nowNs) {
        Sampler sampler = passage.route().sampler();
        long randomness = passage.trace().randomness();
        long threshold = sampler.atBegin(randomness, upstream, nowNs);
        if (randomness >= threshold) {
            passage.capture(Reason.SHARE, threshold);
            return;
        }
        Reason anyway = sampler.atBeginAnyway(nowNs);
        if (anyway != null) passage.capture(anyway, Threshold.ALL);
        else passage.passOver(threshold);
    }

    /** A copy that was made within a route ends when its unit of work does; one without ends with its first node. */
    private static void endsWith(Exchange exchange, Passage passage) {
        UnitOfWork work = exchange.getUnitOfWork();
        if (work != null) work.addSynchronization(passage);
        else passage.endsWithNode();
    }

    /** It leaves what it had entered. */
    static void leave(Exchange exchange, Step step) {
        Passage passage = (Passage) step.recording();
        boolean isNode = step.place() instanceof Route.Node;
        long last = isNode ? 0 : passage.timeOfLastEvent();
        long now = last != 0 ? last : System.nanoTime();
        Exception failure = exchange.getException();
        if (passage.isCaptured() && step != passage.root()) step.after(seen(passage, exchange));
        passage.leave(step, now, failure);
        count(step, now - step.begunNs());
        if (passage.isCopied() && Marks.get(exchange) != passage) Marks.set(exchange, passage);
        if (step == passage.root()) over(passage, exchange, now);
        else if (passage.isEndingWithNode() && step.around() == passage.root()) ended(passage, exchange);
    }

    static void count(Step step, long ns) {
        if (step.isFailed()) step.place().durations().fail(ns, step.isHandled());
        else step.place().durations().end(ns);
    }

    /** A copy's unit of work is done. */
    static void ended(Passage passage, Exchange exchange) {
        if (passage.isEnded()) return;
        long now = System.nanoTime();
        passage.leave(passage.root(), now, exchange.getException());
        over(passage, exchange, now);
    }

    /** One that has ended is written, if it is one of those that are kept. */
    private static void over(Passage passage, Exchange exchange, long nowNs) {
        try {
            judge(passage, nowNs);
            if (passage.reason() != null) write(passage, exchange);
        } finally {
            passage.release();
        }
    }

    private static void write(Passage passage, Exchange exchange) {
        Step root = passage.root();
        if (passage.route().capture().takes(root.isFailed())) {
            if (!root.before().isRead()) Messages.read(exchange, root.before());
            root.after(Messages.whole(exchange, passage.lastSeen()));
        } else withhold(root);
        Recording whole = passage.whole();
        // One that was chosen with its parts stands for others like it; one with a failed part is kept for certain.
        if (whole != null && passage.reason() != passage.chosenFor()) whole.keptPart();
        for (Step step = root.next(); step != null; step = step.next()) step.sentTo(Services.sanitized(step.sentTo()));
        Recording.Identity identity = new Recording.Identity(
                exchange.getExchangeId(),
                exchange.getProperty(Exchange.CORRELATION_ID, String.class),
                exchange.getMessage().getHeader(Exchange.BREADCRUMB_ID, String.class));
        Recorder.the().write(root.isFailed(), to -> passage.put(to, identity, Clock.unixNs()));
    }

    /** Nothing is told of its messages: whatever was seen of them is forgotten. */
    private static void withhold(Step root) {
        root.after(Snapshot.WITHHELD);
        for (Step step = root; step != null; step = step.next()) {
            if (step.before() != null) step.before(Snapshot.WITHHELD);
            if (step.after() != null) step.after(Snapshot.WITHHELD);
        }
    }

    private static void judge(Passage passage, long nowNs) {
        if (passage.root().isFailed()) passage.keep(Reason.FAILED, Threshold.ALL);
        else if (passage.hasKeptPart()) passage.keep(Reason.PART, Threshold.ALL);
        else if (passage.isOfRoute()) judgeRemarkable(passage, nowNs);
    }

    /** How slow a part of an exchange is says nothing of its route. */
    private static void judgeRemarkable(Passage passage, long nowNs) {
        Sampler sampler = passage.route().sampler();
        Reason remarkable = sampler.atEnd(passage.durationNs(), passage.way(), nowNs);
        if (remarkable == null || passage.isCaptured() && passage.threshold() == Threshold.ALL) return;
        long threshold = sampler.ofRemarkable(passage.trace().randomness(), nowNs);
        if (passage.isCaptured() || passage.trace().randomness() >= threshold)
            passage.keep(remarkable, Math.min(passage.threshold(), threshold));
    }
}
