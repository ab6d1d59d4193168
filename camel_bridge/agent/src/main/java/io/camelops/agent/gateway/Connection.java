package io.camelops.agent.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import py4j.Gateway;
import py4j.GatewayConnection;
import py4j.Protocol;
import py4j.Py4JException;
import py4j.commands.Command;

/**
 * One connection, in Py4J's protocol: the token first, then calls of the facade, one after another. Whoever asks for
 * anything else is told so, and the connection ends.
 */
final class Connection extends GatewayConnection {
    /** Of the token and the command before it: nobody is trusted with more before it is known who that is. */
    static final int TOKEN_BYTES_MAX = 256;

    /** A sidecar sends both lines at once. */
    static final int TOKEN_MS_MAX = 2_000;

    /** A call's arguments are names and numbers. */
    static final int REQUEST_BYTES_MAX = 64 * 1_024;

    static final int REQUEST_MS_MAX = 5_000;

    /** Whoever has nothing to ask for so long connects again. */
    static final int IDLE_MS_MAX = 600_000;

    private final byte[] token;
    private final Consumer<Connection> ended;
    private final Requests requests;
    private final BufferedReader lines;
    private volatile boolean isKnown;

    /** @param ended called once it is closed, by whichever thread closes it */
    Connection(Socket socket, String token, Calls calls, Consumer<Connection> ended) throws IOException {
        super(new Gateway(null), socket, null, null, List.of());
        // Py4J's own commands are all of Java by reflection: none of them stays.
        commands.clear();
        Command call = new CallCommand(calls);
        commands.put(call.getCommandName(), call);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.ended = ended;
        requests = new Requests(socket);
        lines = new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8));
    }

    Set<String> commandNames() {
        return commands.keySet();
    }

    /** Whether it has said the token. */
    boolean isKnown() {
        return isKnown;
    }

    @Override
    public void startConnection() {
        Thread thread = new Thread(this, "camelops-agent-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            authenticate();
            while (isServed()) continue;
        } catch (Requests.TooLong tooLong) {
            refuse("a request of more than " + (isKnown ? REQUEST_BYTES_MAX : TOKEN_BYTES_MAX) + " bytes: send less");
        } catch (Py4JException refused) {
            refuse(refused.getMessage());
        } catch (IOException | RuntimeException gone) {
            // Who is on the other side goes as it likes.
        } finally {
            shutdown();
        }
    }

    /** The token is compared before anything is looked at, and in the same time whatever it is. */
    private void authenticate() throws IOException {
        requests.next(TOKEN_MS_MAX, TOKEN_MS_MAX, TOKEN_BYTES_MAX);
        String command = lines.readLine();
        String said = lines.readLine();
        boolean isToken = said != null && MessageDigest.isEqual(token, said.getBytes(StandardCharsets.UTF_8));
        if (!isToken || !Protocol.AUTH_COMMAND_NAME.equals(command))
            throw new Py4JException("not the token: it is in the .gateway file beside this JVM's ring");
        isKnown = true;
        writer.write(Protocol.getOutputVoidCommand());
        writer.flush();
    }

    private boolean isServed() throws IOException {
        requests.next(IDLE_MS_MAX, REQUEST_MS_MAX, REQUEST_BYTES_MAX);
        String name = lines.readLine();
        if (name == null) return false;
        Command command = commands.get(name);
        if (command == null)
            throw new Py4JException("the command " + Calls.shortened(name) + " is not taken: only " + CallCommand.NAME
                    + ", of the entry point's methods, is");
        command.execute(name, lines, writer);
        return true;
    }

    private void refuse(String why) {
        try {
            writer.write(Protocol.getOutputErrorCommand(why));
            writer.flush();
        } catch (IOException gone) {
            // Nobody is there to be told.
        }
    }

    @Override
    protected void fireConnectionStopped() {
        ended.accept(this);
    }
}
