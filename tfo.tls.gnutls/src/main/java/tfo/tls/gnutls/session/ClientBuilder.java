package tfo.tls.gnutls.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.EarlyDataPolicy;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TicketListener;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsTransport;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;

/** Collects what a client needs. */
public final class ClientBuilder implements TlsClient.Builder, TlsClient.Dangerous {
    /** Hears nothing. */
    static final TicketListener DEAF = session -> false;

    private static final int SESSIONS = 1000;

    final Library library;
    final Settings settings = new Settings();
    Trust trust = Trust.system();
    boolean trustAnyone;
    boolean anyHostName;
    boolean stapleRequired;

    @Nullable
    Identity identity;

    @Nullable
    SessionStore store;

    TicketListener listener = DEAF;
    EarlyDataPolicy earlyData = EarlyDataPolicy.none();
    TlsTransport transport = TlsTransport.SDK;

    /** With the defaults. */
    public ClientBuilder(Library library) {
        this.library = library;
    }

    SessionStore store() {
        return store == null ? SessionStore.inMemory(SESSIONS) : store;
    }

    @Override
    public ClientBuilder trust(Trust wanted) {
        trust = Objects.requireNonNull(wanted, "trust");
        return this;
    }

    @Override
    public ClientBuilder identity(Identity shown) {
        identity = Objects.requireNonNull(shown, "identity");
        return this;
    }

    @Override
    public ClientBuilder stapleRequired(boolean required) {
        stapleRequired = required;
        return this;
    }

    @Override
    public ClientBuilder sessions(SessionStore wanted) {
        store = Objects.requireNonNull(wanted, "store");
        return this;
    }

    @Override
    public ClientBuilder onTicket(TicketListener told) {
        listener = Objects.requireNonNull(told, "listener");
        return this;
    }

    @Override
    public ClientBuilder transport(TlsTransport wanted) {
        transport = Objects.requireNonNull(wanted, "transport");
        return this;
    }

    @Override
    public ClientBuilder earlyData(EarlyDataPolicy policy) {
        earlyData = Objects.requireNonNull(policy, "policy");
        return this;
    }

    @Override
    public ClientBuilder alpn(List<String> protocols) {
        settings.alpn(protocols);
        return this;
    }

    @Override
    public ClientBuilder minimumVersion(TlsVersion oldest) {
        settings.minimum = Objects.requireNonNull(oldest, "oldest");
        return this;
    }

    @Override
    public ClientBuilder priority(String priority) {
        settings.priority(priority, false);
        return this;
    }

    @Override
    public ClientBuilder handshakeTimeout(Duration limit) {
        settings.handshakeTimeout(limit);
        return this;
    }

    @Override
    public TlsClient.Dangerous dangerous() {
        return this;
    }

    @Override
    public ClientBuilder trustAnyone() {
        trustAnyone = true;
        return this;
    }

    @Override
    public ClientBuilder anyHostName() {
        anyHostName = true;
        return this;
    }

    @Override
    public ClientBuilder weakPriority(String priority) {
        settings.priority(priority, true);
        return this;
    }

    @Override
    public ClientBuilder truncationAllowed() {
        settings.truncationAllowed = true;
        return this;
    }

    @Override
    public ClientBuilder keyLog(Consumer<String> lines) {
        settings.keyLog(library, lines);
        return this;
    }

    @Override
    public TlsClient build() throws TlsException {
        if (stapleRequired && trustAnyone) {
            throw new TlsException(
                    TlsException.Reason.MISCONFIGURED, "TRUST", "a staple cannot be good where anyone is believed");
        }
        return Client.of(this);
    }
}
