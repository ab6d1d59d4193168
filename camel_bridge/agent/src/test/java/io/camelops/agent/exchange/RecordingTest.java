package io.camelops.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.camelops.agent.ring.RecordBuffer;
import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Policy;
import io.camelops.agent.sampling.Reason;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Place;
import io.camelops.agent.stats.Route;
import io.camelops.agent.stats.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final Path GOLDEN = Path.of("../../tests/golden/exchange-v1.bin");
    private static final long BEGUN = 1_000_000;

    private final Context context =
            new Context("shop", "4.22.0", null, new Settings(new Policy(1, 10, 500), Capture.ALL));
    private final Route route = context.route("orders");
    private final Route direct = context.route("book");
    private final Route.Node choice = route.node("choice1", "choice", "orders");
    private final Route.Node send = route.node("send", "to", "choice1");
    private final Route.Node pay = direct.node("pay", "toD", "book");

    private Recording recording(int stepsMax) {
        route.service(new Place.Service("platform-http:/orders", null, null));
        direct.service(new Place.Service("direct://book", null, null));
        send.service(new Place.Service("direct://book", null, null));
        Trace trace = Trace.upstream(
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "congo=t61,ot=rv:ffffffffffffff;th:8")
                .trace();
        return new Recording(route, trace, null, 0xb7ad6b7169203331L, 42, BEGUN, stepsMax);
    }

    private static Snapshot text(String text, Object... headers) {
        Snapshot snapshot = new Snapshot(text, headers);
        snapshot.text(text);
        return snapshot;
    }

    private static Throwable failure() {
        Throwable failure = new IllegalStateException("card 4111 1111 1111 1111 refused");
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("shop.Pay", "charge", "Pay.java", 12)});
        return failure;
    }

    /** An order that failed at the node of another route: Bestellung and 服务 are there for their bytes. */
    private Recording failed() {
        Recording recording = recording(3);
        recording.capture(Reason.SHARE, 1L << 55);
        Snapshot first = text("{\"name\":\"Bestellung 服务\"}", "Content-Type", "application/json", "count", 7L);
        Snapshot bytes = new Snapshot(new byte[] {0, -1}, new Object[] {"empty", null, "raw", new byte[] {'k'}});
        bytes.bytes(new byte[] {0, -1});
        Snapshot large = new Snapshot(new Object(), new Object[0]);
        large.tooLarge(1_000_000);
        Throwable failure = failure();
        recording.root().before(first);
        Step around = recording.enter(choice, BEGUN + 10);
        around.before(first);
        Step sent = recording.enter(send, BEGUN + 20);
        sent.before(first);
        Step booked = recording.enter(direct, BEGUN + 30);
        booked.before(bytes);
        Step fourth = recording.enter(pay, BEGUN + 40);
        fourth.sentTo("http://pay:8080/card");
        recording.leave(fourth, BEGUN + 50, failure);
        booked.after(bytes);
        recording.leave(booked, BEGUN + 60, failure);
        sent.redelivered();
        sent.handled(failure);
        sent.after(large);
        recording.leave(sent, BEGUN + 70, null);
        around.after(large);
        recording.leave(around, BEGUN + 80, null);
        recording.root().after(large);
        recording.leave(recording.root(), BEGUN + 90, null);
        recording.keep(Reason.FAILED, 0);
        return recording;
    }

    @Test
    void theRecordIsTheGoldenOne() throws IOException {
        byte[] record = RecordBuffer.bytes(
                to -> failed().put(to, new Recording.Identity("ID-1", null, "crumb"), 1_793_664_000_000_000_000L));
        if (Boolean.getBoolean("golden.write")) Files.write(GOLDEN, record);
        assertArrayEquals(Files.readAllBytes(GOLDEN), record);
    }

    @Test
    void whatAnErrorHandlerDealtWithIsAFailureOfTheNodeItsRouteAndTheExchange() {
        Recording recording = failed();
        assertTrue(recording.root().isFailed());
        assertTrue(recording.root().isHandled());
        Step choiceStep = recording.root().next();
        assertFalse(choiceStep.isFailed());
        assertTrue(choiceStep.next().isHandled());
    }

    @Test
    void aFailureThatGoesOnIsNotHandled() {
        Recording recording = recording(10);
        Step step = recording.enter(send, BEGUN);
        Throwable failure = failure();
        step.handled(failure);
        recording.leave(step, BEGUN + 1, failure);
        recording.leave(recording.root(), BEGUN + 2, failure);
        assertTrue(step.isFailed());
        assertFalse(step.isHandled());
        assertFalse(recording.root().isHandled());
        assertEquals(failure, recording.root().failure());
    }

    @Test
    void ofStepsWithinEachOtherTheInnermostHasTheException() {
        Recording recording = recording(10);
        Step outer = recording.enter(choice, BEGUN);
        Step inner = recording.enter(send, BEGUN);
        Throwable failure = failure();
        recording.leave(inner, BEGUN + 1, failure);
        recording.leave(outer, BEGUN + 2, failure);
        assertEquals(failure, inner.failure());
        assertTrue(outer.isFailed());
        assertEquals(null, outer.failure());
    }

    @Test
    void theTimeOfTheLastEventServesForTheNextWhereNothingIsBetween() {
        Recording recording = recording(10);
        assertEquals(BEGUN, recording.timeOfLastEvent());
        Step outer = recording.enter(choice, BEGUN);
        // A choice evaluates before its first child begins.
        assertEquals(0, recording.timeOfLastEvent());
        Step inner = recording.enter(send, BEGUN + 5);
        recording.leave(inner, BEGUN + 9, null);
        assertEquals(BEGUN + 9, recording.timeOfLastEvent());
        recording.leave(outer, BEGUN + 10, null);
        assertEquals(BEGUN + 10, recording.timeOfLastEvent());
    }

    @Test
    void idsOfSpansAreDistinct() {
        Recording recording = recording(10_000);
        Set<Long> ids = new HashSet<>();
        ids.add(recording.root().spanId());
        for (int at = 0; at < 10_000; at++) {
            Step step = recording.enter(send, BEGUN);
            assertTrue(step.spanId() != 0 && ids.add(step.spanId()));
            recording.leave(step, BEGUN, null);
        }
    }

    @Test
    void aWholeTakesSoManyParts() {
        Recording recording = recording(1);
        int taken = 0;
        for (int part = 0; part < 10; part++) if (recording.takesPart(4)) taken++;
        assertEquals(4, taken);
    }
}
