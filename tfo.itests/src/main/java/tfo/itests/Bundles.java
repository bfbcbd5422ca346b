package tfo.itests;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** The bundles of the framework that the tests run in. */
final class Bundles {
    private final BundleContext context;

    Bundles(BundleContext context) {
        this.context = context;
    }

    Bundle named(String symbolicName) {
        return all().filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /** Those of this product, the tests left out. */
    List<Bundle> ofProduct() {
        return all().filter(bundle -> bundle.getSymbolicName().startsWith("tfo."))
                .filter(bundle -> !bundle.equals(FrameworkUtil.getBundle(Bundles.class)))
                .toList();
    }

    Stream<Bundle> all() {
        return Arrays.stream(context.getBundles());
    }

    static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}
