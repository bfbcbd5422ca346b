/** The other ends of connections under test, friendly and hostile, by plain {@code java.net}. */
@Export
@Version("0.1.0")
@NullMarked
package tfo.testkit.peer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
