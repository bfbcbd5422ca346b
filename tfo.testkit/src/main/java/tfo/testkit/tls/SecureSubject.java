package tfo.testkit.tls;

import java.net.ProtocolFamily;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * What is under test. What the provider can do is asked of {@link TlsService#supports}.
 *
 * @param service the provider of TLS
 * @param sockets the provider of sockets under it, for both sides
 * @param fastOpen whether that one puts data into the SYN
 * @param family of the addresses: {@link java.net.StandardProtocolFamily#INET} or {@code INET6}
 */
record SecureSubject(TlsService service, FastOpenSockets sockets, boolean fastOpen, ProtocolFamily family) {}
