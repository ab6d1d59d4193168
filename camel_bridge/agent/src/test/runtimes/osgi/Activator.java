package osgi;

import org.apache.camel.main.Main;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import shop.Plain;

/** The shop as a bundle that has Camel in it. */
public final class Activator implements BundleActivator {
    private AutoCloseable shop;

    @Override
    public void start(BundleContext context) throws Exception {
        Thread.currentThread().setContextClassLoader(Activator.class.getClassLoader());
        shop = Plain.start(new Main());
    }

    @Override
    public void stop(BundleContext context) throws Exception {
        shop.close();
    }
}
