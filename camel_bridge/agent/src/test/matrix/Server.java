import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Has two applications in loaders of their own, as servers and OSGi containers do, and takes them out again. The argument
 * is a folder of jars.
 */
public final class Server {
    private Server() {}

    public static void main(String[] arguments) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int application = 0; application < 2; application++) loaders.add(deployed(new File(arguments[0])));
        for (int wait = 0; wait < 50 && loaders.stream().anyMatch(each -> each.get() != null); wait++) {
            System.gc();
            Thread.sleep(100);
        }
        System.out.println(loaders.stream().filter(each -> each.get() == null).count() + " gone");
    }

    private static WeakReference<ClassLoader> deployed(File jars) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (File jar : jars.listFiles()) urls.add(jar.toURI().toURL());
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> kind = loader.loadClass("org.apache.camel.impl.DefaultCamelContext");
            Object camel = kind.getConstructor().newInstance();
            kind.getMethod("start").invoke(camel);
            kind.getMethod("stop").invoke(camel);
            return new WeakReference<>(loader);
        }
    }
}
