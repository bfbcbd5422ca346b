package tfo.fallback.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.Identity;
import tfo.api.tls.ReplayGuard;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;

/** Collects what a server is made of. */
final class ServerBuilder implements TlsServer.Builder, TlsServer.Dangerous {
    private static final int TICKET_KEY = 64;
    private static final int TICKETS = 2;
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Settings settings = new Settings();
    private final List<Identity> identities = new ArrayList<>();
    private ClientAuthentication clients = ClientAuthentication.NONE;
    private Trust trust = Trust.system();
    private Duration ticketLifetime = Duration.ofHours(6);
    private int ticketCount = TICKETS;
    private boolean earlyData;

    @Override
    public ServerBuilder alpn(List<String> protocols) {
        settings.alpn(protocols);
        return this;
    }

    @Override
    public ServerBuilder minimumVersion(TlsVersion oldest) {
        settings.minimumVersion(oldest);
        return this;
    }

    @Override
    public ServerBuilder priority(String priority) {
        Objects.requireNonNull(priority, "priority");
        settings.ask(TlsFeature.PRIORITY);
        return this;
    }

    @Override
    public ServerBuilder handshakeTimeout(Duration limit) {
        settings.handshakeTimeout(limit);
        return this;
    }

    @Override
    public ServerBuilder identity(Identity identity) {
        identities.add(Objects.requireNonNull(identity, "identity"));
        if (identity.ocspResponse().isPresent()) {
            settings.ask(TlsFeature.OCSP_STAPLING);
        }
        return this;
    }

    @Override
    public ServerBuilder clients(ClientAuthentication wanted, Trust whom) {
        clients = Objects.requireNonNull(wanted, "wanted");
        trust = Objects.requireNonNull(whom, "trust");
        return this;
    }

    @Override
    public ServerBuilder ticketKey(byte[] secret) {
        if (secret.length != TICKET_KEY) {
            throw new IllegalArgumentException("a ticket key has " + TICKET_KEY + " bytes, not " + secret.length);
        }
        settings.ask(TlsFeature.TICKET_KEY);
        return this;
    }

    @Override
    public ServerBuilder ticketLifetime(Duration lifetime) {
        if (lifetime.getSeconds() < 1 || lifetime.getNano() != 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ticket lifetime " + lifetime + ", not whole seconds up to seven days");
        }
        ticketLifetime = lifetime;
        return this;
    }

    @Override
    public ServerBuilder ticketCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("negative number of tickets: " + count);
        }
        ticketCount = count;
        return this;
    }

    @Override
    public ServerBuilder earlyData(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException(limit + " bytes of early data");
        }
        earlyData = limit > 0;
        return this;
    }

    // Nothing is ever asked of it.
    @Override
    public ServerBuilder replayGuard(ReplayGuard guard) {
        Objects.requireNonNull(guard, "guard");
        return this;
    }

    @Override
    public TlsServer.Dangerous dangerous() {
        return this;
    }

    @Override
    public ServerBuilder weakPriority(String priority) {
        return priority(priority);
    }

    @Override
    public ServerBuilder truncationAllowed() {
        settings.allowTruncation();
        return this;
    }

    @Override
    public ServerBuilder keyLog(Consumer<String> lines) {
        Objects.requireNonNull(lines, "lines");
        settings.ask(TlsFeature.KEY_LOG);
        return this;
    }

    @Override
    public TlsServer build() throws TlsException {
        if (ticketCount != 0 && ticketCount != TICKETS) {
            Features.require(TlsFeature.TICKET_COUNT);
        }
        if (earlyData) {
            Features.require(TlsFeature.EARLY_DATA_SERVER);
        }
        Settings.Snapshot common = settings.snapshot();
        if (identities.isEmpty()) {
            throw new TlsException(TlsException.Reason.MISCONFIGURED, "IDENTITY", "a server needs an identity");
        }
        KeyProof.of(identities);
        FullHandshakes handshakes = new FullHandshakes();
        ServerContexts contexts = new ServerContexts(
                new Identities(identities, handshakes),
                clients == ClientAuthentication.NONE
                        ? PeerTrust.nobody()
                        : PeerTrust.of(trust, false, new FullHandshakes()),
                ticketLifetime,
                ticketCount > 0);
        return new PortableTlsServer(contexts, common, clients, handshakes);
    }
}
