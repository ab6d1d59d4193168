package io.camelops.agent.gateway;

import io.camelops.agent.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes connections of this machine alone, at a port that the system chooses. Port and token are in a file that only the
 * user of this process can read.
 */
public final class Listener {
    static final int PROTOCOL = 1;

    /** A sidecar has one or two. */
    static final int CONNECTIONS_MAX = 16;

    /** Connections that wait to be taken: a stranger's many do not make others wait for a second, as TCP would. */
    private static final int BACKLOG = 128;

    private static final int TOKEN_BYTES = 32;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    /** Until it is tried again when there is no file descriptor for a connection. */
    private static final long AGAIN_NS = 100_000_000;

    private final ServerSocket server;
    private final String token;
    private final Calls calls;
    private final Path file;
    /** Guards itself; the oldest first. */
    private final Set<Connection> connections = new LinkedHashSet<>();

    private Listener(ServerSocket server, String token, Calls calls, Path file) {
        this.server = server;
        this.token = token;
        this.calls = calls;
        this.file = file;
    }

    /**
     * Listens, on a thread of its own, and writes the file. Call it where no application is on the stack: a thread keeps the
     * loaders of those that are.
     *
     * @param ring beside which it tells where: {@code 17…-5e.gateway} for {@code 17…-5e.ring}
     * @throws IOException no port, or no right to make the file: nothing listens then
     */
    public static Listener open(Path ring, AgentFacade facade) throws IOException {
        String name = ring.getFileName().toString();
        Path file = ring.resolveSibling(name.substring(0, name.length() - ".ring".length()) + ".gateway");
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(LOOPBACK));
        try {
            Listener listener = new Listener(server, token(), new Calls(facade), file);
            listener.tell();
            Thread thread = new Thread(listener::run, "camelops-agent-gateway");
            thread.setDaemon(true);
            thread.start();
            return listener;
        } catch (IOException | RuntimeException | Error failure) {
            server.close();
            throw failure;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes no connection any more, and removes the file. */
    public void close() {
        try {
            Files.deleteIfExists(file);
            server.close();
        } catch (IOException failure) {
            Log.failed("cannot remove " + file, failure);
        }
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        StringBuilder hex = new StringBuilder();
        for (byte each : random) hex.append(String.format("%02x", each));
        return hex.toString();
    }

    private void tell() throws IOException {
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("protocol", PROTOCOL);
        where.put("port", port());
        where.put("token", token);
        where.put("pid", ProcessHandle.current().pid());
        Path young = file.resolveSibling(file.getFileName() + ".new");
        Files.createFile(young, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(young, Json.of(where).getBytes(StandardCharsets.UTF_8));
            Files.move(young, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(young);
        }
    }

    private void run() {
        while (!server.isClosed()) {
            Socket socket = null;
            try {
                socket = server.accept();
                admit(new Connection(socket, token, calls, this::ended));
            } catch (Throwable failure) {
                close(socket);
                LockSupport.parkNanos(AGAIN_NS);
            }
        }
    }

    /** Those who have not said the token make room for others, the oldest first. */
    private void admit(Connection connection) throws IOException {
        Connection leaving = null;
        synchronized (connections) {
            if (connections.size() >= CONNECTIONS_MAX) {
                leaving = connections.stream()
                        .filter(each -> !each.isKnown())
                        .findFirst()
                        .orElse(connection);
                connections.remove(leaving);
            }
            if (leaving != connection) connections.add(connection);
        }
        if (leaving != null) leaving.getSocket().close();
        if (leaving == connection) return;
        try {
            connection.startConnection();
        } catch (Throwable noThread) {
            connection.shutdown();
            throw noThread;
        }
    }

    private void ended(Connection connection) {
        synchronized (connections) {
            connections.remove(connection);
        }
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) socket.close();
        } catch (IOException closed) {
            // It is.
        }
    }
}
