package io.camelops.agent.ring;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The producers' side of a ring: threads of this process write records into a mapped file, another process reads them.
 *
 * <p>Never waits: a record that finds no room is dropped and counted. What was committed is read by the consumer also when
 * this process has been killed, for the pages of the file outlive it. Layout and protocol: docs/formats/ring.md.
 */
public final class Ring implements Closeable {
    /** Bytes of data of the smallest ring, which has room for records of 16 KiB. */
    public static final int CAPACITY_MIN = 64 * 1024;

    /** Bytes of data of the largest: a mapping has at most 2 GiB. */
    public static final int CAPACITY_MAX = 1024 * 1024 * 1024;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final MappedByteBuffer map;
    private final int capacity;
    private final long ordinaryMax;
    private final long salt;
    private final AtomicReferenceArray<Writer> writers =
            new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

    private Ring(Path path, FileChannel channel, FileLock lock, MappedByteBuffer map, Birth birth) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.map = map;
        capacity = birth.capacity;
        ordinaryMax = birth.ordinary;
        salt = birth.salt;
    }

    /** What is written once into the header. */
    static final class Birth {
        final int capacity;
        final int ordinary;
        final long createdUnixNs;
        final long pid;
        final long salt;

        /**
         * @param capacity bytes of data, a power of two from {@link #CAPACITY_MIN} to {@link #CAPACITY_MAX}
         * @param ordinary bytes of it that ordinary records may fill; the rest is for important ones
         */
        Birth(int capacity, int ordinary, long createdUnixNs, long pid, long salt) {
            if (capacity < CAPACITY_MIN || capacity > CAPACITY_MAX || Integer.bitCount(capacity) != 1)
                throw new IllegalArgumentException("a ring of " + capacity + " bytes: it is a power of two from "
                        + CAPACITY_MIN + " to " + CAPACITY_MAX);
            if (ordinary < capacity / 4 || ordinary > capacity)
                throw new IllegalArgumentException(ordinary + " bytes for ordinary records in a ring of " + capacity
                        + ": they are from a quarter of it to all of it");
            this.capacity = capacity;
            this.ordinary = ordinary;
            this.createdUnixNs = createdUnixNs;
            this.pid = pid;
            this.salt = salt;
        }
    }

    /**
     * Makes a ring of its own name in the folder, and the folder, which nobody else may read, where it is missing.
     *
     * @param capacity bytes of data; a quarter of them is kept for important records
     * @param resource whose records these are; what does not fit into the header is left out
     */
    public static Ring create(Path folder, int capacity, Map<String, String> resource) throws IOException {
        if (!Files.isDirectory(folder))
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SecureRandom random = new SecureRandom();
        long now = System.currentTimeMillis();
        // Each container has a process 1: the number alone would not do.
        String name = String.format("%d-%08x.ring", now, random.nextInt());
        long pid = ProcessHandle.current().pid();
        return create(
                folder.resolve(name),
                new Birth(capacity, capacity / 4 * 3, now * 1_000_000, pid, random.nextLong()),
                resource);
    }

    /**
     * Makes the file, all of its bytes on the volume: what cannot be had is known now, and not when a route writes.
     *
     * @param path ends in {@code .ring}; its folder is there. Nobody else may read it: it holds bodies of messages.
     * @throws IOException no room, no right, or a file system without locks
     */
    static Ring create(Path path, Birth birth, Map<String, String> resource) throws IOException {
        Path young = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                Files.createFile(
                        young, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            // Held before the file has its name: a ring without its producer's lock is one whose process has ended.
            FileLock lock = channel.tryLock(Layout.PRODUCER_LOCK, 1, false);
            if (lock == null) throw new IOException(young + " is locked by another process");
            allocate(channel, Layout.DATA + birth.capacity);
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, Layout.DATA + (long) birth.capacity);
            map.order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(Layout.AT_MAGIC, Layout.MAGIC)
                    .putInt(Layout.AT_VERSION, Layout.VERSION)
                    .putInt(Layout.AT_DATA, Layout.DATA)
                    .putLong(Layout.AT_CAPACITY, birth.capacity)
                    .putLong(Layout.AT_ORDINARY, birth.ordinary)
                    .putLong(Layout.AT_CREATED, birth.createdUnixNs)
                    .putLong(Layout.AT_PID, birth.pid)
                    .putLong(Layout.AT_SALT, birth.salt);
            put(map, resource);
            VarHandle.fullFence();
            Files.move(young, path, StandardCopyOption.ATOMIC_MOVE);
            return new Ring(path, channel, lock, map, birth);
        } catch (IOException | RuntimeException | Error failure) {
            channel.close();
            Files.deleteIfExists(young);
            throw failure;
        }
    }

    private static void put(ByteBuffer map, Map<String, String> resource) {
        int at = Layout.AT_RESOURCE + Integer.BYTES;
        for (Map.Entry<String, String> attribute : resource.entrySet()) {
            byte[] pair = RecordBuffer.strings(attribute.getKey(), attribute.getValue());
            if (pair.length > Layout.DATA - at) continue;
            map.position(at);
            map.put(pair);
            at += pair.length;
        }
        map.putInt(Layout.AT_RESOURCE, at - Layout.AT_RESOURCE - Integer.BYTES);
    }

    private static void allocate(FileChannel channel, int bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(64 * 1024);
        for (int left = bytes; left > 0; ) {
            zeros.clear().limit(Math.min(left, zeros.capacity()));
            left -= channel.write(zeros);
        }
    }

    /** Its file. */
    public Path path() {
        return path;
    }

    /** Bytes of the largest payload: a quarter of what ordinary records may fill. */
    public int payloadMax() {
        return (int) (ordinaryMax / 4) - Layout.UNIT;
    }

    /** Records of a type that did not get in since the ring was made. */
    public long dropped(int type, Drop reason) {
        return (long) LONG.getAcquire(map, Layout.dropped(type, reason));
    }

    /**
     * Adds a record. Never waits for the consumer, and for other writers only as long as they take to claim.
     *
     * @param type what the payload is, 0 to 15
     * @param important may fill what is kept from ordinary records
     * @param payload puts the payload; what it throws is caught, and the record counted as {@link Drop#FAILED}
     * @return false when the record was dropped: it is counted
     */
    public boolean offer(int type, boolean important, Consumer<RecordBuffer> payload) {
        if (type < 0 || type > Layout.TYPE_MAX) throw new IllegalArgumentException("a record of type " + type);
        int slot = (int) Thread.currentThread().getId() & Integer.MAX_VALUE;
        slot %= writers.length();
        // One of its own where two threads meet: the slot is given back to whoever comes last.
        Writer writer = writers.getAndSet(slot, null);
        if (writer == null) writer = new Writer();
        try {
            return writer.write((short) type, important, payload);
        } finally {
            writers.lazySet(slot, writer);
        }
    }

    /** Lets go of the file; what is in it is the consumer's. No record may be offered any more. */
    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    /** What a thread needs while it writes. */
    private final class Writer {
        private final RecordBuffer buffer = new RecordBuffer(payloadMax());
        /** A position of its own in the same memory. */
        private final ByteBuffer view = map.duplicate();
        /** What a record's checksum is of. */
        private final byte[] checked = new byte[24];

        private final CRC32C crc = new CRC32C();

        boolean write(short type, boolean important, Consumer<RecordBuffer> payload) {
            buffer.clear();
            try {
                payload.accept(buffer);
            } catch (Throwable failure) {
                return drop(type, Drop.FAILED);
            }
            if (buffer.isTooLarge()) return drop(type, Drop.TOO_LARGE);
            int length = Layout.UNIT + buffer.length();
            long position = claim(Layout.aligned(length), important);
            if (position < 0) return drop(type, important ? Drop.FULL : Drop.FULL_FOR_ORDINARY);
            commit(position, length, type, important ? Layout.FLAG_IMPORTANT : 0);
            return true;
        }

        private boolean drop(short type, Drop reason) {
            LONG.getAndAdd(map, Layout.dropped(type, reason), 1L);
            return false;
        }

        /** The position, ever growing, of room in one piece; -1 when there is none. */
        private long claim(int size, boolean important) {
            while (true) {
                long claimed = (long) LONG.getVolatile(map, Layout.AT_CLAIMED);
                int toEnd = capacity - (int) (claimed & (capacity - 1));
                int padding = size > toEnd ? toEnd : 0;
                long next = claimed + padding + size;
                // Read after `claimed`: an old value can only make the ring look fuller than it is.
                long filled = next - (long) LONG.getAcquire(map, Layout.AT_FREED);
                if (filled > (important ? capacity : ordinaryMax)) return -1;
                if (!LONG.compareAndSet(map, Layout.AT_CLAIMED, claimed, next)) continue;
                if (padding > 0) {
                    head(claimed, padding, Layout.TYPE_PADDING, (short) 0);
                    INT.setRelease(map, place(claimed) + Layout.RECORD_LENGTH, padding);
                }
                return claimed + padding;
            }
        }

        private int place(long position) {
            return Layout.DATA + (int) (position & (capacity - 1));
        }

        /** Until its length is positive the consumer waits for it; if this process ends before, it is passed over. */
        private void commit(long position, int length, short type, short flags) {
            int at = place(position);
            INT.setRelease(map, at + Layout.RECORD_LENGTH, -length);
            head(position, length, type, flags);
            view.position(at + Layout.UNIT);
            view.put(buffer.array(), 0, buffer.length());
            INT.setRelease(map, at + Layout.RECORD_LENGTH, length);
        }

        /** All of a header but the length. */
        private void head(long position, int length, short type, short flags) {
            RecordBuffer.LONG.set(checked, 0, salt);
            RecordBuffer.LONG.set(checked, 8, position);
            RecordBuffer.INT.set(checked, 16, length);
            RecordBuffer.SHORT.set(checked, 20, type);
            RecordBuffer.SHORT.set(checked, 22, flags);
            crc.reset();
            crc.update(checked, 0, checked.length);
            int at = place(position);
            INT.set(map, at + Layout.RECORD_CRC, (int) crc.getValue());
            SHORT.set(map, at + Layout.RECORD_TYPE, type);
            SHORT.set(map, at + Layout.RECORD_FLAGS, flags);
        }
    }
}
