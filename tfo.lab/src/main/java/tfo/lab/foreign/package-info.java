/**
 * What others wrote, to compare with and to talk to: the JDK's own TLS as a client, and server programs of the system.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.lab.foreign;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
