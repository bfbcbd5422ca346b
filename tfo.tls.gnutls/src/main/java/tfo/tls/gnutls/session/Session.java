package tfo.tls.gnutls.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.TlsException;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.Handle;
import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.transport.Pair;
import tfo.tls.gnutls.transport.Transport;

/**
 * One session of the library, and the calls on it. The caller sees to it that no call meets {@link #close}, and that at most one
 * thread sends and one receives.
 */
final class Session implements AutoCloseable {
    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";
    private static final int TYPED_DATA = 24;

    private final GnuTls gnutls;
    private final Library library;
    private final Handle handle;
    private final long address;

    /** What the library does not copy. It lives as long as the native session, see the constructor. */
    private final NativeMemory memory;

    private final Agreed agreed;
    private final Tickets tickets;
    private final EarlyRecords early;

    private @Nullable SecretLog keyLog;

    /** Credentials that the session refers to, until it is freed. */
    private final Queue<Handle.Hold> holds;

    private @Nullable Choice choice;

    Session(Library library, int flags, Handle credentials) throws TlsException {
        this.library = library;
        this.gnutls = library.gnutls();
        this.memory = new NativeMemory(gnutls);
        long out = memory.allocate(Long.BYTES);
        Handle.Hold hold = credentials.hold();
        this.holds = new ConcurrentLinkedQueue<>(List.of(hold));
        int code = gnutls.gnutls_init(out, flags | Constants.GNUTLS_NONBLOCK | Constants.GNUTLS_NO_SIGNAL);
        if (code < 0) {
            hold.close();
            memory.close();
            throw new TlsException(TlsException.Reason.LIBRARY, name(code), "gnutls_init: " + name(code));
        }
        this.address = memory.getLong(out);
        this.handle = new Handle(address, freeing(library, holds, memory));
        this.agreed = new Agreed(gnutls, address);
        this.tickets = new Tickets(gnutls, address, agreed);
        this.early = new EarlyRecords(gnutls, address);
        library.callbacks().add(address, this);
        check(gnutls.gnutls_credentials_set(address, Constants.GNUTLS_CRD_CERTIFICATE, hold.address()), "credentials");
        gnutls.gnutls_handshake_set_timeout(address, 0);
    }

    // It must not refer to the session, or the collector would never find that.
    private static LongConsumer freeing(Library library, Queue<Handle.Hold> holds, NativeMemory memory) {
        return address -> {
            try {
                library.callbacks().remove(address);
                library.gnutls().gnutls_deinit(address);
                holds.forEach(Handle.Hold::close);
            } finally {
                memory.close();
            }
        };
    }

    private String name(long code) {
        return GnuTlsCode.name(gnutls, code);
    }

    private void check(int code, String what) throws TlsException {
        if (code < 0) {
            close();
            throw GnuTlsCode.misconfigured(gnutls, code, what);
        }
    }

    /** What came out of the handshake. */
    Agreed agreed() {
        return agreed;
    }

    /** The sessions that it got. */
    Tickets tickets() {
        return tickets;
    }

    /** The early data that it takes. */
    EarlyRecords early() {
        return early;
    }

    void algorithms(Algorithms algorithms, Groups groups) throws TlsException {
        algorithms.apply(address, groups);
    }

    /** Of a server the first of its own that the client knows is taken; without one it refuses. */
    void alpn(List<String> protocols, boolean server) throws TlsException {
        if (protocols.isEmpty()) {
            return;
        }
        List<byte[]> names = new ArrayList<>();
        for (String protocol : protocols) {
            names.add(protocol.getBytes(StandardCharsets.ISO_8859_1));
        }
        agreed.withAlpn();
        int flags = server ? Constants.GNUTLS_ALPN_MANDATORY | Constants.GNUTLS_ALPN_SERVER_PRECEDENCE : 0;
        check(gnutls.gnutls_alpn_set_protocols(address, memory.data(names), names.size(), flags), "ALPN");
    }

    void askFor(String serverName) throws TlsException {
        byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
        check(
                gnutls.gnutls_server_name_set(address, Constants.GNUTLS_NAME_DNS, memory.copy(name), name.length),
                "server name " + serverName);
    }

    /** Verifies the server's certificate in the handshake, against this name or, if it is null, any. */
    void verifyServer(@Nullable String name) {
        long data = typedData(SERVER_PURPOSE, name);
        gnutls.gnutls_session_set_verify_cert2(address, data, name == null ? 1 : 2, 0);
    }

    private long typedData(String purpose, @Nullable String name) {
        long data = memory.allocate(2 * TYPED_DATA);
        memory.putInt(data, Constants.GNUTLS_DT_KEY_PURPOSE_OID);
        memory.putLong(data + Long.BYTES, memory.text(purpose));
        if (name != null) {
            memory.putInt(data + TYPED_DATA, Constants.GNUTLS_DT_DNS_HOSTNAME);
            memory.putLong(data + TYPED_DATA + Long.BYTES, memory.text(name));
        }
        return data;
    }

    void askForCertificate(ClientAuthentication wanted) {
        if (wanted != ClientAuthentication.NONE) {
            boolean required = wanted == ClientAuthentication.REQUIRED;
            gnutls.gnutls_certificate_server_set_request(
                    address, required ? Constants.GNUTLS_CERT_REQUIRE : Constants.GNUTLS_CERT_REQUEST);
        }
    }

    /** The findings about the client's certificate; 0 if it is to be believed. */
    int verifyClient() throws IOException {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long status = scratch.allocate(Integer.BYTES);
            int code = gnutls.gnutls_certificate_verify_peers(address, typedData(CLIENT_PURPOSE, null), 1, status);
            if (code < 0) {
                throw GnuTlsCode.during(gnutls, address, code, "verify the client");
            }
            return scratch.getInt(status);
        }
    }

    /** Lets this choose what to show, by the name that the client asks for. */
    void choose(Choice by) {
        choice = by;
        gnutls.gnutls_handshake_set_post_client_hello_function(
                address, library.callbacks().hello());
    }

    void helloCame() throws TlsException {
        Choice by = choice;
        String name = agreed.serverName();
        Handle.Hold chosen = by == null || name.isEmpty() ? null : by.naming(name);
        if (chosen != null) {
            holds.add(chosen);
            int code = gnutls.gnutls_credentials_set(address, Constants.GNUTLS_CRD_CERTIFICATE, chosen.address());
            if (code < 0) {
                throw GnuTlsCode.misconfigured(gnutls, code, "the identity for " + name);
            }
        }
    }

    /** Finds credentials. */
    interface Choice {
        /** Held for the session; null for those that it has. */
        Handle.@Nullable Hold naming(String host) throws TlsException;
    }

    /** What the verification in the handshake found. */
    int findings() {
        return gnutls.gnutls_session_get_verify_cert_status(address);
    }

    String words(int findings) {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            long text = scratch.allocate(NativeMemory.DATUM);
            int code =
                    gnutls.gnutls_certificate_verification_status_print(findings, Constants.GNUTLS_CRT_X509, text, 0);
            return code < 0 ? "" : new String(scratch.takeDatum(text), StandardCharsets.UTF_8).trim();
        }
    }

    Staple staple() {
        return Staple.of(gnutls, address);
    }

    /** Writes the secrets down, if the library is new enough. */
    void keyLog(@Nullable Consumer<String> lines) {
        if (lines != null) {
            keyLog = new SecretLog(gnutls, lines);
            gnutls.gnutls_session_set_keylog_function(
                    address, library.callbacks().keyLog());
        }
    }

    void secretMade(String label, long secret) {
        SecretLog log = keyLog;
        if (log != null) {
            log.write(address, label, secret);
        }
    }

    void acceptTickets(byte[] key, int lifetimeSeconds) throws TlsException {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            check(gnutls.gnutls_session_ticket_enable_server(address, scratch.datum(key)), "ticket key");
            gnutls.gnutls_db_set_cache_expiration(address, lifetimeSeconds);
        }
    }

    /** Lets a server take early data that this has not seen. */
    void takeEarlyData(AntiReplay antiReplay, int limit) throws TlsException {
        Handle.Hold hold = antiReplay.hold();
        holds.add(hold);
        check(early.take(hold.address(), limit), "early data");
    }

    int sendTickets(int count) {
        return gnutls.gnutls_session_ticket_send(address, count, 0);
    }

    /** Collects the sessions that the server gives. */
    void collectTickets() {
        gnutls.gnutls_handshake_set_hook_function(
                address,
                Constants.GNUTLS_HANDSHAKE_NEW_SESSION_TICKET,
                Constants.GNUTLS_HOOK_POST,
                library.callbacks().hook());
    }

    /** Ends the handshake where the server asks for another ClientHello: after early data the library cannot make one. */
    void refuseAnotherHello() {
        gnutls.gnutls_handshake_set_hook_function(
                address,
                Constants.GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST,
                Constants.GNUTLS_HOOK_PRE,
                library.callbacks().hook());
    }

    /** Adds to what goes with the ClientHello; negative if the library does not take it. */
    long sendEarly(long data, int length) {
        return gnutls.gnutls_record_send_early_data(address, data, length);
    }

    /** How much that may be, as the library has it. */
    long maxEarlyData() {
        return gnutls.gnutls_record_get_max_early_data_size(address);
    }

    /** Resumes a session, whose bytes were verified; returns whether the library takes it. */
    boolean resume(byte[] verified) {
        try (NativeMemory scratch = new NativeMemory(gnutls)) {
            return gnutls.gnutls_session_set_data(address, scratch.copy(verified), verified.length) >= 0;
        }
    }

    void attach(Transport transport) {
        transport.attach(address);
    }

    void attach(Pair pair) {
        pair.attach(address);
    }

    int handshake() {
        return gnutls.gnutls_handshake(address);
    }

    /** Whether the call that was interrupted was writing. */
    boolean wantsRoom() {
        return gnutls.gnutls_record_get_direction(address) != 0;
    }

    boolean isFatal(long code) {
        return gnutls.gnutls_error_is_fatal((int) code) != 0;
    }

    long receive(long buffer, int length) {
        return gnutls.gnutls_record_recv(address, buffer, length);
    }

    long send(long buffer, int length) {
        return gnutls.gnutls_record_send(address, buffer, length);
    }

    int bye() {
        return gnutls.gnutls_bye(address, Constants.GNUTLS_SHUT_WR);
    }

    void alert(long code) {
        gnutls.gnutls_alert_send_appropriate(address, (int) code);
    }

    void refuseCertificate() {
        gnutls.gnutls_alert_send(address, Constants.GNUTLS_AL_FATAL, Constants.GNUTLS_A_BAD_CERTIFICATE);
    }

    IOException failure(long code, String operation) {
        return GnuTlsCode.during(gnutls, address, code, operation);
    }

    /** Frees it. A second call does nothing. */
    @Override
    public void close() {
        tickets.wipe();
        handle.close();
    }
}
