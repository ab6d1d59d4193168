package io.camelops.agent;

import java.io.IOException;
import java.io.InputStream;

/**
 * Defines the bridge's classes where they see both sides: Camel's through the loader of Camel itself, which is the parent,
 * and the agent's own, which that loader need not know.
 */
final class BridgeLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String BRIDGE = "io.camelops.bridge.";
    private static final String AGENT = "io.camelops.agent.";

    BridgeLoader(ClassLoader camel) {
        super("camelops-bridge", camel);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(AGENT)) return Class.forName(name, false, BridgeLoader.class.getClassLoader());
        // The parent may be the loader that has the agent's jar: what it would define there does not see Camel
        // elsewhere.
        if (!name.startsWith(BRIDGE)) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream bytes = BridgeLoader.class.getClassLoader().getResourceAsStream(file)) {
            if (bytes == null) throw new ClassNotFoundException(name);
            byte[] code = bytes.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }
}
