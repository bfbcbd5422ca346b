package tfo.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tfo.api.socket.FastOpenPolicy;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsService;
import tfo.lab.foreign.JdkTls;

/** All ways that are raced, in the order of their turns, and what they share. */
final class Lanes implements AutoCloseable {
    private static final String FULL = "TLS full";
    private static final String RESUMED = "TLS resumed";
    private static final String EARLY = "TLS resumed + early data";
    private static final String FAST_FULL = "TFO + TLS full";
    private static final String FAST_RESUMED = "TFO + TLS resumed";
    private static final String ONE_SYN = "TFO + early data, one SYN";
    private static final int SESSIONS = 16;

    private final Stacks stacks;
    private final Credential credential;
    private final List<Lane> all = new ArrayList<>();
    private final List<TlsClient> clients = new ArrayList<>();

    private Lanes(Stacks stacks, Credential credential) {
        this.stacks = stacks;
        this.credential = credential;
    }

    /**
     * The ways that these stacks have.
     *
     * @param early whether the server takes early data
     */
    static Lanes of(Stacks stacks, Credential credential, boolean early) throws IOException {
        Lanes lanes = new Lanes(stacks, credential);
        try {
            lanes.addPlain();
            lanes.addJsse();
            if (stacks.gnutls().isPresent()) {
                lanes.addSessions(stacks.gnutls().get(), early && stacks.sendsEarlyData());
            }
            return lanes;
        } catch (IOException | RuntimeException e) {
            lanes.close();
            throw e;
        }
    }

    /** Of two contacts by Fast Open with a peer the first fetches the cookie that the second, and every later one, uses. */
    private void addPlain() {
        all.add(new PlainLane());
        all.add(new SocketsLane("TFO, first contact", stacks.sockets()));
        all.add(new SocketsLane("TFO with cookie", stacks.sockets()));
        all.add(new SocketsLane("fallback", stacks.portable()));
    }

    private void addJsse() throws IOException {
        FastOpenSockets sockets = stacks.sockets();
        all.add(JsseLane.overJdk(FULL, jsse(), false));
        all.add(JsseLane.overJdk(RESUMED, jsse(), true));
        all.add(JsseLane.overSdk(FAST_FULL, jsse(), false, sockets));
        all.add(JsseLane.overSdk(FAST_RESUMED, jsse(), true, sockets));
    }

    private JdkTls jsse() throws IOException {
        return JdkTls.trusting(credential.certificate());
    }

    private void addSessions(TlsService tls, boolean early) throws IOException {
        addSessions(tls, FULL, FastOpenPolicy.OFF, SessionStore.none(), false);
        addSessions(tls, RESUMED, FastOpenPolicy.OFF, SessionStore.inMemory(SESSIONS), false);
        if (early) {
            addSessions(tls, EARLY, FastOpenPolicy.OFF, SessionStore.inMemory(SESSIONS), true);
        }
        addSessions(tls, FAST_FULL, FastOpenPolicy.PREFER, SessionStore.none(), false);
        addSessions(tls, FAST_RESUMED, FastOpenPolicy.PREFER, SessionStore.inMemory(SESSIONS), false);
        if (early) {
            addSessions(tls, ONE_SYN, FastOpenPolicy.PREFER, SessionStore.inMemory(SESSIONS), true);
        }
    }

    private void addSessions(TlsService tls, String name, FastOpenPolicy policy, SessionStore store, boolean early)
            throws IOException {
        TlsClient client =
                tls.client().trust(credential.trust()).sessions(store).build();
        clients.add(client);
        all.add(new SessionLane(name, tls.name(), client, stacks.sockets(), policy, early));
    }

    List<Lane> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        clients.forEach(TlsClient::close);
    }
}
