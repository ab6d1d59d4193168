package io.camelops.agent.gateway;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import py4j.Protocol;
import py4j.Py4JException;
import py4j.ReturnObject;
import py4j.commands.AbstractCommand;

/**
 * Py4J's {@code c}, of the entry point alone: {@code c, t, method, arguments…, e}, a line each. Arguments are read here, by
 * their letter, and not by Py4J, which would look for objects and load classes that a caller names.
 */
final class CallCommand extends AbstractCommand {
    static final String NAME = "c";
    private static final int ARGUMENTS_MAX = 8;

    private final Calls calls;

    CallCommand(Calls calls) {
        commandName = NAME;
        this.calls = calls;
    }

    @Override
    public void execute(String name, BufferedReader lines, BufferedWriter to) throws Py4JException, IOException {
        String target = line(lines);
        if (!Protocol.ENTRY_POINT_OBJECT_ID.equals(target))
            throw new Py4JException("there is no object " + Calls.shortened(target) + ": call the entry point, "
                    + Protocol.ENTRY_POINT_OBJECT_ID);
        String method = line(lines);
        List<Object> arguments = new ArrayList<>();
        for (String each = line(lines); !Protocol.isEnd(each); each = line(lines)) {
            if (arguments.size() == ARGUMENTS_MAX)
                throw new Py4JException("a call of more than " + ARGUMENTS_MAX + " arguments: no method has as many");
            arguments.add(argument(each));
        }
        String answer = calls.answer(method, arguments);
        to.write(Protocol.getOutputCommand(ReturnObject.getPrimitiveReturnObject(answer)));
        to.flush();
    }

    private static String line(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) throw new IOException("it ends in the middle of a call");
        return line;
    }

    static Object argument(String line) {
        try {
            switch (line.isEmpty() ? Protocol.END : line.charAt(0)) {
                case Protocol.STRING_TYPE:
                    return Protocol.getString(line);
                case Protocol.INTEGER_TYPE:
                case Protocol.LONG_TYPE:
                    return Protocol.getLong(line);
                case Protocol.DOUBLE_TYPE:
                    return Protocol.getDouble(line);
                case Protocol.BOOLEAN_TYPE:
                    return Protocol.getBoolean(line);
                case Protocol.NULL_TYPE:
                    return null;
                default:
                    break;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new Py4JException("the argument " + Calls.shortened(line)
                + " is none that is taken: strings, whole numbers, numbers, booleans and null are");
    }
}
