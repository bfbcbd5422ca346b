/**
 * What every provider of {@link tfo.api.tls.TlsService} must do, as a JUnit suite to be extended:
 * {@link tfo.testkit.tls.TlsServiceContract}; and a certificate authority for tests, {@link tfo.testkit.tls.Pki}.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.testkit.tls;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
