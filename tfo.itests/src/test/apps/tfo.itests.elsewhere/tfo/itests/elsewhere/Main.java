package tfo.itests.elsewhere;

import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts a framework that believes it runs on the given operating system, and bundles in it; prints what became of them. */
public final class Main {
    private Main() {}

    /** The system's name, a folder for the framework's storage, and the locations of the bundles. */
    public static void main(String[] args) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_OS_NAME, args[0],
                        Constants.FRAMEWORK_STORAGE, args[1]));
        framework.start();
        for (int i = 2; i < args.length; i++) {
            start(framework.getBundleContext().installBundle(args[i]));
        }
        tellProviders(framework.getBundleContext());
        framework.stop();
        framework.waitForStop(20_000);
        System.exit(0);
    }

    private static void start(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            System.out.println(bundle.getSymbolicName() + "=" + e.getMessage().replaceAll("\\s+", " "));
        }
    }

    private static void tellProviders(BundleContext context) throws Exception {
        for (ServiceReference<?> reference : context.getAllServiceReferences(null, "(tfo.provider=*)")) {
            System.out.println("provider=" + reference.getProperty("tfo.provider"));
        }
    }
}
