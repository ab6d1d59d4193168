package io.camelops.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What comes in on a connection, one request after another: none is longer than it may be, or takes longer. */
final class Requests extends InputStream {
    private final Socket socket;
    private final InputStream from;
    private int bytesLeft;
    private int idleMs;
    private int requestMs;
    private long untilNs;
    private boolean isBegun;

    Requests(Socket socket) throws IOException {
        this.socket = socket;
        from = socket.getInputStream();
    }

    /**
     * Another request may come.
     *
     * @param idle ms until its first byte
     * @param whole ms from then to its last
     * @param bytesMax of it; what was read ahead with the one before is not counted again
     */
    void next(int idle, int whole, int bytesMax) {
        idleMs = idle;
        requestMs = whole;
        bytesLeft = bytesMax;
        isBegun = false;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (bytesLeft <= 0) throw new TooLong();
        socket.setSoTimeout(isBegun ? msLeft() : idleMs);
        int count = from.read(to, offset, Math.min(length, bytesLeft));
        if (!isBegun) untilNs = System.nanoTime() + requestMs * 1_000_000L;
        isBegun = true;
        bytesLeft -= Math.max(count, 0);
        return count;
    }

    private int msLeft() throws SocketTimeoutException {
        long left = (untilNs - System.nanoTime()) / 1_000_000;
        if (left <= 0) throw new SocketTimeoutException("a request took longer than " + requestMs + " ms");
        return (int) left;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** A request of more bytes than one may have. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;
    }
}
