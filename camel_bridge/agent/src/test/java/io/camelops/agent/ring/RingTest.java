package io.camelops.agent.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
    private static final int CAPACITY = Ring.CAPACITY_MIN;
    private static final Path GOLDEN = Path.of("../../tests/golden/ring-v1.ring");

    private static final Map<String, String> RESOURCE =
            new TreeMap<>(Map.of("service.name", "orders", "host.name", "höst"));

    @TempDir
    Path folder;

    Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("a.ring");
    }

    private Ring create(int ordinary) throws IOException {
        return Ring.create(
                path, new Ring.Birth(CAPACITY, ordinary, 1_793_664_000_000_000_000L, 4_711, 0x5eedL), RESOURCE);
    }

    @Test
    void recordsAreReadInOrderWithWhatWasSaidOfThem() throws IOException {
        try (Ring ring = create(CAPACITY)) {
            assertTrue(ring.offer(3, true, payload -> payload.putInt(7)));
            assertTrue(ring.offer(0, false, payload -> {}));
            List<Reader.Seen> seen = new Reader(path).read();
            assertEquals(2, seen.size());
            assertEquals(3, seen.get(0).type());
            assertTrue(seen.get(0).important());
            assertArrayEquals(new byte[] {7, 0, 0, 0}, seen.get(0).payload());
            assertEquals(0, seen.get(1).type());
            assertFalse(seen.get(1).important());
        }
    }

    @Test
    void ordinaryRecordsLeaveRoomForImportantOnesAndWhatIsDroppedIsCounted() throws IOException {
        try (Ring ring = create(CAPACITY * 3 / 4)) {
            byte[] kib = new byte[1_024 - Layout.UNIT];
            int ordinary = 0;
            while (ring.offer(1, false, payload -> payload.putRaw(kib, 0, kib.length))) ordinary++;
            assertEquals(48, ordinary);
            int important = 0;
            while (ring.offer(1, true, payload -> payload.putRaw(kib, 0, kib.length))) important++;
            assertEquals(16, important);
            assertFalse(ring.offer(2, false, payload -> {}));
            assertEquals(1, ring.dropped(1, Drop.FULL_FOR_ORDINARY));
            assertEquals(1, ring.dropped(1, Drop.FULL));
            assertEquals(1, ring.dropped(2, Drop.FULL_FOR_ORDINARY));
            assertEquals(64, new Reader(path).read().size());
            assertTrue(ring.offer(1, false, payload -> payload.putRaw(kib, 0, kib.length)));
        }
    }

    @Test
    void whatIsTooLargeOrFailsIsCountedAndLeavesNoClaim() throws IOException {
        try (Ring ring = create(CAPACITY)) {
            byte[] largest = new byte[ring.payloadMax()];
            assertTrue(ring.offer(1, false, payload -> payload.putRaw(largest, 0, largest.length)));
            assertFalse(ring.offer(1, false, payload -> payload.putRaw(largest, 0, largest.length)
                    .putByte(1)));
            assertFalse(ring.offer(1, false, payload -> payload.putString("x".repeat(1_000_000))));
            assertFalse(ring.offer(1, false, payload -> {
                payload.putInt(1);
                throw new IllegalStateException("the writer's own");
            }));
            assertEquals(2, ring.dropped(1, Drop.TOO_LARGE));
            assertEquals(1, ring.dropped(1, Drop.FAILED));
            assertTrue(ring.offer(1, false, payload -> payload.putByte(5)));
            List<Reader.Seen> seen = new Reader(path).read();
            assertEquals(2, seen.size());
            assertArrayEquals(new byte[] {5}, seen.get(1).payload());
        }
    }

    @Test
    void anyLengthsGoRoundTheEndManyTimes() throws IOException {
        Random random = new Random(1);
        try (Ring ring = create(CAPACITY)) {
            Reader reader = new Reader(path);
            for (int round = 0; round < 2_000; round++) {
                byte[] payload = new byte[random.nextInt(ring.payloadMax())];
                random.nextBytes(payload);
                assertTrue(ring.offer(1, false, record -> record.putRaw(payload, 0, payload.length)));
                List<Reader.Seen> seen = reader.read();
                assertEquals(1, seen.size());
                assertArrayEquals(payload, seen.get(0).payload());
            }
        }
    }

    @Test
    void ofManyThreadsEveryRecordIsReadOnceInEachOnesOrderOrCounted() throws Exception {
        int threads = 8;
        int each = 40_000;
        try (Ring ring = create(CAPACITY * 3 / 4)) {
            Reader reader = new Reader(path);
            CountDownLatch ended = new CountDownLatch(threads);
            AtomicBoolean[] doubled = new AtomicBoolean[threads];
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                doubled[thread] = new AtomicBoolean();
                new Thread(() -> {
                            Random random = new Random(number);
                            for (int at = 0; at < each; at++) {
                                byte[] filler = new byte[random.nextInt(300)];
                                Arrays.fill(filler, (byte) at);
                                int sequence = at;
                                ring.offer(number, sequence % 50 == 0, payload -> payload.putInt(sequence)
                                        .putRaw(filler, 0, filler.length));
                            }
                            ended.countDown();
                        })
                        .start();
            }
            long[] received = new long[threads];
            int[] last = new int[threads];
            Arrays.fill(last, -1);
            while (true) {
                boolean last_round = ended.getCount() == 0;
                for (Reader.Seen seen : reader.read()) {
                    int sequence = ByteBuffer.wrap(seen.payload())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt();
                    assertTrue(sequence > last[seen.type()], "out of order");
                    last[seen.type()] = sequence;
                    received[seen.type()]++;
                    for (int at = 4; at < seen.payload().length; at++)
                        assertEquals((byte) sequence, seen.payload()[at]);
                }
                if (last_round) break;
            }
            for (int thread = 0; thread < threads; thread++) {
                long dropped = ring.dropped(thread, Drop.FULL) + ring.dropped(thread, Drop.FULL_FOR_ORDINARY);
                assertEquals(each, received[thread] + dropped);
            }
        }
    }

    @Test
    void theFileIsTheGoldenOne() throws IOException {
        try (Ring ring = create(CAPACITY / 2)) {
            ring.offer(1, false, payload -> payload.putByte(1)
                    .putShort(2)
                    .putInt(-3)
                    .putLong(4_000_000_000_000L)
                    .putDouble(0.5)
                    .putString("Bestellung für 服务")
                    .putString(null)
                    .putBytes(new byte[] {0, -1}));
            ring.offer(2, true, payload -> {});
            ring.offer(15, true, payload -> payload.putRaw(new byte[1_000], 0, 1_000));
            ring.offer(3, false, payload -> payload.putRaw(new byte[16_000], 0, 16_000));
            ring.offer(1, false, payload -> payload.putString("x".repeat(8_172)));
        }
        if (Boolean.getBoolean("golden.write")) Files.copy(path, GOLDEN, StandardCopyOption.REPLACE_EXISTING);
        assertArrayEquals(Files.readAllBytes(GOLDEN), Files.readAllBytes(path));
    }

    @Test
    void theFileIsItsOwnersAloneAndMadeOnce() throws Exception {
        try (Ring ring = create(CAPACITY)) {
            assertTrue(ring.offer(1, false, payload -> {}));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertThrows(FileAlreadyExistsException.class, () -> {
                Files.createFile(folder.resolve("a.ring.new"));
                create(CAPACITY);
            });
        }
        assertEquals(List.of(path), listed());
    }

    private List<Path> listed() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ring")).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_535, 65_537, 98_304, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aCapacityIsAPowerOfTwoInBounds(int capacity) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Ring.Birth(capacity, CAPACITY, 0, 0, 0));
        assertTrue(refused.getMessage().contains(Integer.toString(capacity)));
    }

    @Test
    void whatCannotBeMadeLeavesNothingBehind() {
        Path away = folder.resolve("not-there").resolve("a.ring");
        assertThrows(IOException.class, () -> Ring.create(away, new Ring.Birth(CAPACITY, CAPACITY, 0, 0, 0), RESOURCE));
        assertFalse(Files.exists(away.getParent()));
    }

    @Test
    void stringsAreUtf8WithTheirLengthInBytes() {
        RecordBuffer buffer = new RecordBuffer(100);
        for (String text : new String[] {"", "a", "ä服𝄞"}) {
            buffer.clear();
            buffer.putString(text);
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer written =
                    ByteBuffer.wrap(buffer.array(), 0, buffer.length()).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(utf8.length, written.getInt());
            byte[] rest = new byte[written.remaining()];
            written.get(rest);
            assertArrayEquals(utf8, rest);
        }
        buffer.clear();
        int place = buffer.putByte(1).length();
        buffer.putInt(0).putByte(2).setInt(place, 99);
        assertArrayEquals(new byte[] {1, 99, 0, 0, 0, 2}, Arrays.copyOfRange(buffer.array(), 0, 6));
    }
}
