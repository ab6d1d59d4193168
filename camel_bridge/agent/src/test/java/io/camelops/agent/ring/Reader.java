package io.camelops.agent.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A consumer as docs/formats/ring.md describes it, for one that never dies and producers that always finish. */
final class Reader {
    private final MappedByteBuffer map;
    private final int capacity;
    private long position;

    record Seen(int type, boolean important, byte[] payload) {}

    Reader(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            map = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        }
        map.order(ByteOrder.LITTLE_ENDIAN);
        capacity = (int) map.getLong(16);
    }

    /** What is committed by now. Its room is given back. */
    List<Seen> read() {
        List<Seen> seen = new ArrayList<>();
        long claimed = map.getLong(128);
        while (position < claimed) {
            int at = 4_096 + (int) (position % capacity);
            java.lang.invoke.VarHandle.fullFence();
            int length = map.getInt(at);
            if (length <= 0) break;
            java.lang.invoke.VarHandle.fullFence();
            if (map.getShort(at + 8) != -1) seen.add(record(at, length));
            int size = (length + 15) / 16 * 16;
            map.slice(at, size).put(new byte[size]);
            position += size;
        }
        java.lang.invoke.VarHandle.fullFence();
        map.putLong(256, position);
        return seen;
    }

    private Seen record(int at, int length) {
        byte[] payload = new byte[length - 16];
        map.get(at + 16, payload);
        ByteBuffer checked = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        checked.putLong(map.getLong(48)).putLong(position).putInt(length).putInt(map.getInt(at + 8));
        CRC32C crc = new CRC32C();
        crc.update(checked.array());
        if ((int) crc.getValue() != map.getInt(at + 4)) throw new AssertionError("the checksum at " + position);
        return new Seen(map.getShort(at + 8), (map.getShort(at + 10) & 1) != 0, payload);
    }
}
