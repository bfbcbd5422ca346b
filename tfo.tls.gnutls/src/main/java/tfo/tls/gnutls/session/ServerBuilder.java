package tfo.tls.gnutls.session;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.Identity;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;

/** Collects what a server needs. */
public final class ServerBuilder implements TlsServer.Builder, TlsServer.Dangerous {
    private static final int KEY = 64;
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST_TICKETS = 255;

    final Library library;
    final Settings settings = new Settings();
    final List<Identity> identities = new ArrayList<>();
    ClientAuthentication clients = ClientAuthentication.NONE;

    @Nullable
    Trust trust;

    byte @Nullable [] ticketKey;
    Duration ticketLifetime = Duration.ofHours(6);
    int ticketCount = 2;

    int earlyData;

    @Nullable
    ReplayGuard replayGuard;

    /** With the defaults. */
    public ServerBuilder(Library library) {
        this.library = library;
    }

    @Override
    public ServerBuilder identity(Identity identity) {
        identities.add(Objects.requireNonNull(identity, "identity"));
        return this;
    }

    @Override
    public ServerBuilder clients(ClientAuthentication wanted, Trust believed) {
        clients = Objects.requireNonNull(wanted, "wanted");
        trust = Objects.requireNonNull(believed, "trust");
        return this;
    }

    @Override
    public ServerBuilder ticketKey(byte[] secret) {
        if (secret.length != KEY) {
            throw new IllegalArgumentException("a ticket key has " + KEY + " bytes, not " + secret.length);
        }
        ticketKey = secret.clone();
        return this;
    }

    @Override
    public ServerBuilder ticketLifetime(Duration lifetime) {
        if (lifetime.toSeconds() < 1
                || lifetime.compareTo(LONGEST) > 0
                || !lifetime.equals(lifetime.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("a ticket lives 1 s to 7 d, in whole seconds, not " + lifetime);
        }
        ticketLifetime = lifetime;
        return this;
    }

    @Override
    public ServerBuilder ticketCount(int count) {
        if (count < 0 || count > MOST_TICKETS) {
            throw new IllegalArgumentException(count + " tickets");
        }
        ticketCount = count;
        return this;
    }

    @Override
    public ServerBuilder earlyData(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException(limit + " bytes of early data");
        }
        earlyData = limit;
        return this;
    }

    @Override
    public ServerBuilder replayGuard(ReplayGuard guard) {
        replayGuard = Objects.requireNonNull(guard, "guard");
        return this;
    }

    @Override
    public ServerBuilder alpn(List<String> protocols) {
        settings.alpn(protocols);
        return this;
    }

    @Override
    public ServerBuilder minimumVersion(TlsVersion oldest) {
        settings.minimum = Objects.requireNonNull(oldest, "oldest");
        return this;
    }

    @Override
    public ServerBuilder priority(String priority) {
        settings.priority(priority, false);
        return this;
    }

    @Override
    public ServerBuilder handshakeTimeout(Duration limit) {
        settings.handshakeTimeout(limit);
        return this;
    }

    @Override
    public TlsServer.Dangerous dangerous() {
        return this;
    }

    @Override
    public ServerBuilder weakPriority(String priority) {
        settings.priority(priority, true);
        return this;
    }

    @Override
    public ServerBuilder truncationAllowed() {
        settings.truncationAllowed = true;
        return this;
    }

    @Override
    public ServerBuilder keyLog(Consumer<String> lines) {
        settings.keyLog(library, lines);
        return this;
    }

    @Override
    public TlsServer build() throws TlsException {
        if (identities.isEmpty()) {
            throw new TlsException(TlsException.Reason.MISCONFIGURED, "IDENTITY", "a server needs an identity to show");
        }
        return Server.of(this);
    }
}
