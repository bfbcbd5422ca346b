package tfo.fallback.tls;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TicketListener;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsTransport;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;

/** Collects what a client is made of. */
final class ClientBuilder implements TlsClient.Builder, TlsClient.Dangerous {
    private final Settings settings = new Settings();
    private Trust trust = Trust.system();
    private @Nullable Identity identity;
    private boolean stapleRequired;
    private boolean anyone;
    private boolean anyHostName;
    private boolean resumption = true;
    private TlsTransport transport = TlsTransport.SDK;

    @Override
    public ClientBuilder alpn(List<String> protocols) {
        settings.alpn(protocols);
        return this;
    }

    @Override
    public ClientBuilder minimumVersion(TlsVersion oldest) {
        settings.minimumVersion(oldest);
        return this;
    }

    /** For tests of the older version between peers that both know the newer. */
    ClientBuilder maximumVersion(TlsVersion newest) {
        settings.maximumVersion(newest);
        return this;
    }

    @Override
    public ClientBuilder priority(String priority) {
        Objects.requireNonNull(priority, "priority");
        settings.ask(TlsFeature.PRIORITY);
        return this;
    }

    @Override
    public ClientBuilder handshakeTimeout(Duration limit) {
        settings.handshakeTimeout(limit);
        return this;
    }

    @Override
    public ClientBuilder trust(Trust whom) {
        trust = Objects.requireNonNull(whom, "trust");
        return this;
    }

    @Override
    public ClientBuilder identity(Identity own) {
        identity = Objects.requireNonNull(own, "identity");
        return this;
    }

    @Override
    public ClientBuilder stapleRequired(boolean required) {
        stapleRequired = required;
        return this;
    }

    /** JSSE keeps its sessions itself; a store that keeps nothing is the wish that it keep none either. */
    @Override
    public ClientBuilder sessions(SessionStore store) {
        resumption = Objects.requireNonNull(store, "store") != SessionStore.none();
        return this;
    }

    /** There is nothing to tell it of: JSSE gives no session away. */
    @Override
    public ClientBuilder onTicket(TicketListener listener) {
        Objects.requireNonNull(listener, "listener");
        return this;
    }

    @Override
    public ClientBuilder transport(TlsTransport carrier) {
        transport = Objects.requireNonNull(carrier, "transport");
        return this;
    }

    /** Nothing travels early, whatever it says: JSSE has no early data. */
    @Override
    public ClientBuilder earlyData(EarlyDataPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public TlsClient.Dangerous dangerous() {
        return this;
    }

    @Override
    public ClientBuilder trustAnyone() {
        anyone = true;
        return this;
    }

    @Override
    public ClientBuilder anyHostName() {
        anyHostName = true;
        return this;
    }

    @Override
    public ClientBuilder weakPriority(String priority) {
        return priority(priority);
    }

    @Override
    public ClientBuilder truncationAllowed() {
        settings.allowTruncation();
        return this;
    }

    @Override
    public ClientBuilder keyLog(Consumer<String> lines) {
        Objects.requireNonNull(lines, "lines");
        settings.ask(TlsFeature.KEY_LOG);
        return this;
    }

    @Override
    public TlsClient build() throws TlsException {
        if (transport == TlsTransport.BUILTIN) {
            Features.require(TlsFeature.BUILTIN_TRANSPORT);
        }
        if (stapleRequired && anyone) {
            throw new TlsException(
                    TlsException.Reason.MISCONFIGURED, "TRUST", "a staple cannot be good where anyone is believed");
        }
        Settings.Snapshot common = settings.snapshot();
        FullHandshakes handshakes = new FullHandshakes();
        PeerTrust judge =
                anyone ? PeerTrust.anyone(trust, handshakes) : PeerTrust.of(trust, stapleRequired, handshakes);
        Identities identities = new Identities(identity == null ? List.of() : List.of(identity), new FullHandshakes());
        SSLContext context = Contexts.of(identities, judge);
        String digest = SessionDigest.of(common, trust, identity, stapleRequired, anyone, anyHostName);
        return new PortableTlsClient(context, common, !anyone && !anyHostName, resumption, handshakes, digest);
    }
}
