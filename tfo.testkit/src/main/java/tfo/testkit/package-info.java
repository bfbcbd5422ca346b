/**
 * What every provider of {@link tfo.api.socket.FastOpenSockets} must do, as JUnit suites to be extended:
 * {@link tfo.testkit.FastOpenSocketsContract} and {@link tfo.testkit.SocketFactoryContract}.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
