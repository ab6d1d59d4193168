package io.camelops.agent.ring;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that writes into a ring as fast as it can, to be read, measured and killed from outside.
 *
 * <p>Arguments: path, capacity, threads, records of each thread, bytes of a payload. The payload is the record's number
 * within its thread, eight bytes, then as many bytes of that number; the type is the thread. Every tenth is important.
 * Prints {@code ready}, and at the end {@code accepted N cpu_ns N}.
 */
public final class Flood {
    private Flood() {}

    public static void main(String[] arguments) throws Exception {
        int capacity = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        long records = Long.parseLong(arguments[3]);
        int bytes = Integer.parseInt(arguments[4]);
        long pid = ProcessHandle.current().pid();
        long now = System.currentTimeMillis() * 1_000_000;
        try (Ring ring = Ring.create(
                Path.of(arguments[0]),
                new Ring.Birth(capacity, capacity / 4 * 3, now, pid, System.nanoTime()),
                java.util.Map.of())) {
            System.out.println("ready");
            long[] accepted = new long[threads];
            long[] cpu = new long[threads];
            List<Thread> running = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                int type = number;
                Thread thread = new Thread(() -> {
                    accepted[type] = write(ring, type, records, bytes);
                    cpu[type] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                });
                thread.start();
                running.add(thread);
            }
            for (Thread thread : running) thread.join();
            System.out.println("accepted " + sum(accepted) + " cpu_ns " + sum(cpu));
        }
    }

    private static long write(Ring ring, int type, long records, int bytes) {
        byte[] payload = new byte[bytes];
        long accepted = 0;
        for (long number = 0; number < records; number++) {
            long sequence = number;
            java.util.Arrays.fill(payload, (byte) sequence);
            boolean isIn = ring.offer(
                    type, number % 10 == 0, record -> record.putLong(sequence).putRaw(payload, 0, bytes - Long.BYTES));
            if (isIn) accepted++;
        }
        return accepted;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) sum += value;
        return sum;
    }
}
