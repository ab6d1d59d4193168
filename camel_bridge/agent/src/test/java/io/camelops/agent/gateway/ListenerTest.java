package io.camelops.agent.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTest {
    @TempDir
    Path folder;

    @Test
    void whereItListensIsInAFileThatGoesWithIt() throws IOException {
        Listener listener = Listener.open(folder.resolve("1-a.ring"), new Shop().facade);
        Path file = folder.resolve("1-a.gateway");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String text = Files.readString(file);
        long pid = ProcessHandle.current().pid();
        assertTrue(
                text.matches("\\{\"protocol\":1,\"port\":" + listener.port() + ",\"token\":\"[0-9a-f]{64}\",\"pid\":"
                        + pid + "}"),
                text);
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(1, all.count());
        }
        new Socket(InetAddress.getLoopbackAddress(), listener.port()).close();
        listener.close();
        assertFalse(Files.exists(file));
    }

    @Test
    void eachHasATokenOfItsOwn() throws IOException {
        Listener one = Listener.open(folder.resolve("1-a.ring"), new Shop().facade);
        Listener other = Listener.open(folder.resolve("1-b.ring"), new Shop().facade);
        assertFalse(token("1-a").equals(token("1-b")));
        one.close();
        other.close();
    }

    private String token(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".gateway"))
                .split("\"token\":\"")[1]
                .substring(0, 64);
    }

    @Test
    void withoutAFileNothingListens() {
        Path nowhere = folder.resolve("nowhere").resolve("1-a.ring");
        assertThrows(IOException.class, () -> Listener.open(nowhere, new Shop().facade));
    }
}
