package io.camelops.agent.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import py4j.GatewayConnection;
import py4j.Py4JException;

class ConnectionTest {
    private static final int END_S_MAX = 60;

    private final CompletableFuture<Connection> ended = new CompletableFuture<>();
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
    private final Connection connection =
            new Connection(server.accept(), "token", new Calls(new Shop().facade), ended::complete);

    ConnectionTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private String said(String text) throws Exception {
        connection.startConnection();
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();
        String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(connection, ended.get(END_S_MAX, TimeUnit.SECONDS));
        return all;
    }

    @Test
    void ofPy4JsCommandsNoneStays() throws Exception {
        assertEquals(Set.of("c"), connection.commandNames());
        // It has many, with the same name as ours among them.
        assertTrue(GatewayConnection.getBaseCommands().size() > 10);
        assertTrue(said("A\ntoken\nc\nt\ndescribe\ne\n").startsWith("!yv\n!ys{\"protocol\":1,"));
    }

    @Test
    void theTokenComesFirst() throws Exception {
        String all = said("c\nt\ndescribe\ne\n");
        assertEquals("!xsnot the token: it is in the .gateway file beside this JVM's ring\n", all);
    }

    @Test
    void afterTheTokenOnlyCallsAreTaken() throws Exception {
        String all = said("A\ntoken\nr\nu\njava.lang.Runtime\nrj\ne\nc\nt\ndescribe\ne\n");
        assertEquals("!yv\n!xsthe command r is not taken: only c, of the entry point's methods, is\n", all);
    }

    @Test
    void argumentsAreReadByTheirLetter() {
        assertEquals("a\nb", CallCommand.argument("sa\\nb"));
        assertEquals(7L, CallCommand.argument("i7"));
        assertEquals(1L << 40, CallCommand.argument("L1099511627776"));
        assertEquals(0.5, CallCommand.argument("d0.5"));
        assertEquals(true, CallCommand.argument("btrue"));
        assertNull(CallCommand.argument("n"));
        for (String none : new String[] {"", "rt", "fp0;java.lang.Runnable", "jAAAA", "D1", "ix", "l", "e"})
            assertThrows(Py4JException.class, () -> CallCommand.argument(none), none);
    }
}
