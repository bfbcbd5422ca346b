/**
 * TLS over connections of {@link tfo.api.socket}: sessions that can be saved, moved to another process and resumed there.
 *
 * <p>{@link tfo.api.tls.TlsService} is the entrance. It makes a {@link tfo.api.tls.TlsClient} or a
 * {@link tfo.api.tls.TlsServer}, which many connections share; a {@link tfo.api.tls.TlsDial} is a connection before its first
 * byte; a {@link tfo.api.tls.TlsConnection} is one whose handshake is done. {@link tfo.api.tls.TlsEngine} is the same for a
 * caller that moves the bytes itself. TLS 1.2 (RFC 5246) is the oldest version that is ever spoken. A failure of TLS is a
 * {@link tfo.api.tls.TlsException}; a failure of the network underneath is the exception that {@code java.net} has for it.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.api.tls;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
