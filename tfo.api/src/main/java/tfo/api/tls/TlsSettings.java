package tfo.api.tls;

import java.time.Duration;
import java.util.List;

/**
 * What clients and servers have in common. A builder is for one thread; what it builds has copies of everything.
 *
 * @param <B> the builder itself
 */
public interface TlsSettings<B extends TlsSettings<B>> {

    /**
     * Application protocols, most wanted first (RFC 7301). Where both sides have some but none in common, a server refuses.
     *
     * @throws IllegalArgumentException if one is empty or longer than 255 bytes in ISO 8859-1
     */
    B alpn(List<String> protocols);

    /** The oldest version that is spoken; the default is {@link TlsVersion#TLS_1_2}. */
    B minimumVersion(TlsVersion oldest);

    /**
     * Algorithms by a priority string, see gnutls_priority_init(3). It may only take away from what the defaults allow: what adds to
     * them is refused by {@code build}. See {@link TlsFeature#PRIORITY}.
     */
    B priority(String priority);

    /**
     * How long a handshake may take, all in all; zero for ever. The default is 30 seconds.
     *
     * @throws IllegalArgumentException if it is negative
     */
    B handshakeTimeout(Duration limit);
}
