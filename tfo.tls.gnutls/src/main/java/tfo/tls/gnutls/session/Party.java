package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tfo.api.tls.SessionData;

/** In what a client and a server differ for one connection. */
interface Party {

    /** The peer, for messages. */
    String peer();

    /** Of which keys the peer must have one; empty if it need not. */
    Set<String> pins();

    /** Looks at what the library does not. */
    void judge(Session session, List<X509Certificate> peer) throws IOException;

    /** Called when the handshake is done and the peer believed. */
    void concluded(Session session) throws IOException;

    /** Whether bytes go with the first flight, which is then to be handed over whole. */
    default boolean speaksEarly() {
        return false;
    }

    /** How the connection began; for when the handshake is done. */
    default EarlyFate earlyFate() {
        return EarlyFate.plain();
    }

    /** What is to be sent as soon as the handshake is done; whoever sends it moves the position of what this returned. */
    default ByteBuffer firstWords() {
        return ByteBuffer.allocate(0);
    }

    /** Whether sessions that arrive are of use. */
    default boolean wantsTickets() {
        return false;
    }

    /** The name that the client asked for. */
    String serverName(Session session);

    /** Why no session was resumed, if none was. */
    String whyFull();

    /** A session that arrived; empty if it cannot be made out. */
    Optional<SessionData> session(Session session, byte[] data);

    /** Gives a session to the listener or the store. */
    void deliver(SessionData session);

    /** Whether a stream that ends without close_notify ends well. */
    boolean truncationAllowed();
}
