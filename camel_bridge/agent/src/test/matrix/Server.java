import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Has two applications in loaders of their own, as servers and OSGi containers do, and takes them out again. Arguments: a
 * folder of jars; then, if they shall be {@link Asked}, the folder of its classes: each is taken out at a line of input.
 */
public final class Server {
    private Server() {}

    public static void main(String[] arguments) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int application = 0; application < 2; application++) loaders.add(deployed(arguments));
        for (int wait = 0; wait < 50 && loaders.stream().anyMatch(each -> each.get() != null); wait++) {
            System.gc();
            Thread.sleep(100);
        }
        System.out.println(loaders.stream().filter(each -> each.get() == null).count() + " gone");
    }

    private static WeakReference<ClassLoader> deployed(String[] arguments) throws Exception {
        boolean isAsked = arguments.length > 1;
        List<URL> urls = new ArrayList<>();
        if (isAsked) urls.add(new File(arguments[1]).toURI().toURL());
        for (File jar : new File(arguments[0]).listFiles()) urls.add(jar.toURI().toURL());
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Object camel;
            if (isAsked) {
                camel = loader.loadClass("Asked").getMethod("started").invoke(null);
                System.out.println("ready");
                while (System.in.read() != '\n') continue;
            } else {
                camel = loader.loadClass("org.apache.camel.impl.DefaultCamelContext")
                        .getConstructor()
                        .newInstance();
                camel.getClass().getMethod("start").invoke(camel);
            }
            camel.getClass().getMethod("stop").invoke(camel);
            return new WeakReference<>(loader);
        }
    }
}
