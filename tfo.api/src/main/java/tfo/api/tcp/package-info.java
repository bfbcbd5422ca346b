/**
 * tcp(7) in types: the {@linkplain tfo.api.tcp.TcpOptions options} of a socket, the kernel's {@linkplain tfo.api.tcp.TcpInfo view of a
 * connection}, its {@linkplain tfo.api.tcp.TcpSystemSettings settings} and its {@linkplain tfo.api.tcp.TcpCounters counters}. Values
 * without sockets: a provider fills them in, see {@link tfo.api.socket.FastOpenSockets}.
 */
@Export
@Version("0.1.0")
@NullMarked
package tfo.api.tcp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
