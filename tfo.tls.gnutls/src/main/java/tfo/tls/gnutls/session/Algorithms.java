package tfo.tls.gnutls.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsVersion;
import tfo.tls.gnutls.library.Constants;
import tfo.tls.gnutls.library.GnuTls;
import tfo.tls.gnutls.library.GnuTlsCode;
import tfo.tls.gnutls.library.Handle;
import tfo.tls.gnutls.library.NativeMemory;

/** The versions and algorithms of a client or server, compiled. Safe for use by any thread until closed. */
final class Algorithms implements AutoCloseable {
    private static final String NOT_OLD = "-VERS-TLS1.0:-VERS-TLS1.1:-VERS-SSL3.0";
    private static final int FIRST_DATAGRAM_VERSION = 200;
    private static final int MOST_GROUPS = 32;

    // Switches that protect; any other could take a protection away without a trace in the lists.
    private static final Set<String> HARMLESS = Set.of(
            "%SAFE_RENEGOTIATION",
            "%FORCE_ETM",
            "%FORCE_SESSION_HASH",
            "%SERVER_PRECEDENCE",
            "%PROFILE_MEDIUM",
            "%PROFILE_HIGH",
            "%PROFILE_ULTRA",
            "%PROFILE_FUTURE",
            "%PROFILE_SUITEB128",
            "%PROFILE_SUITEB192",
            "%NO_TICKETS",
            "%NO_TICKETS_TLS12");

    private final GnuTls gnutls;
    private final String text;
    private final boolean appended;
    private final Handle all;

    /** The same with other groups. */
    private final Map<Groups, Handle> byGroups = new ConcurrentHashMap<>();

    private Algorithms(GnuTls gnutls, String text, boolean appended) throws TlsException {
        this.gnutls = gnutls;
        this.text = text;
        this.appended = appended;
        this.all = compile(gnutls, text, appended);
    }

    static Algorithms of(GnuTls gnutls, Settings settings) throws TlsException {
        String versions = settings.minimum == TlsVersion.TLS_1_3 ? NOT_OLD + ":-VERS-TLS1.2" : NOT_OLD;
        String wanted = settings.priority;
        if (wanted == null) {
            return usable(new Algorithms(gnutls, versions, true));
        }
        refuseOldVersions(wanted);
        Algorithms algorithms = new Algorithms(gnutls, wanted + ":" + versions, false);
        try {
            if (!settings.weak) {
                refuseSwitches(wanted);
                algorithms.refuseMoreThanDefault();
            }
            return usable(algorithms);
        } catch (TlsException e) {
            algorithms.close();
            throw e;
        }
    }

    private static Algorithms usable(Algorithms algorithms) throws TlsException {
        try {
            Set<Integer> versions = algorithms.versions(algorithms.all);
            if (versions.isEmpty()) {
                throw misconfigured("no version of TLS is left of \"" + algorithms.text + "\"");
            }
            if (versions.stream().anyMatch(version -> version < Constants.GNUTLS_TLS1_2)) {
                throw misconfigured("a version before TLS 1.2 is in \"" + algorithms.text + "\"");
            }
            return algorithms;
        } catch (TlsException e) {
            algorithms.close();
            throw e;
        }
    }

    private static void refuseOldVersions(String wanted) throws TlsException {
        for (String part : wanted.toUpperCase(Locale.ROOT).split(":", -1)) {
            boolean old = part.matches("\\+VERS-(SSL3\\.0|TLS1\\.[01]|ALL|TLS-ALL)|.*DTLS.*");
            if (old) {
                throw misconfigured(part + ": no version before TLS 1.2 is ever spoken");
            }
        }
    }

    private static void refuseSwitches(String wanted) throws TlsException {
        for (String part : wanted.toUpperCase(Locale.ROOT).split(":", -1)) {
            if (part.startsWith("%") && !HARMLESS.contains(part)) {
                throw misconfigured(part + " may weaken the defaults; if that is meant: dangerous().weakPriority");
            }
        }
    }

    private void refuseMoreThanDefault() throws TlsException {
        try (Handle defaults = compile(gnutls, NOT_OLD, true)) {
            refuseMore("version", versions(all), versions(defaults));
            refuseMore(
                    "cipher",
                    list(all, gnutls::gnutls_priority_cipher_list),
                    list(defaults, gnutls::gnutls_priority_cipher_list));
            refuseMore(
                    "MAC",
                    list(all, gnutls::gnutls_priority_mac_list),
                    list(defaults, gnutls::gnutls_priority_mac_list));
            refuseMore(
                    "group",
                    list(all, gnutls::gnutls_priority_group_list),
                    list(defaults, gnutls::gnutls_priority_group_list));
            refuseMore(
                    "signature",
                    list(all, gnutls::gnutls_priority_sign_list),
                    list(defaults, gnutls::gnutls_priority_sign_list));
            refuseMore(
                    "key exchange",
                    list(all, gnutls::gnutls_priority_kx_list),
                    list(defaults, gnutls::gnutls_priority_kx_list));
        }
    }

    private void refuseMore(String what, Set<Integer> wanted, Set<Integer> allowed) throws TlsException {
        if (!allowed.containsAll(wanted)) {
            throw misconfigured("\"" + text + "\" allows a " + what
                    + " that the defaults do not; if that is meant: dangerous().weakPriority");
        }
    }

    private Set<Integer> versions(Handle priority) {
        Set<Integer> versions = list(priority, gnutls::gnutls_priority_protocol_list);
        versions.removeIf(version -> version >= FIRST_DATAGRAM_VERSION);
        return versions;
    }

    private Set<Integer> list(Handle priority, Lister lister) {
        try (NativeMemory memory = new NativeMemory(gnutls)) {
            long pointer = memory.allocate(Long.BYTES);
            int count = lister.list(priority.address(), pointer);
            Set<Integer> all = new LinkedHashSet<>();
            if (count > 0) {
                ByteBuffer ints = ByteBuffer.wrap(gnutls.bytes(memory.getLong(pointer), count * Integer.BYTES))
                        .order(ByteOrder.nativeOrder());
                for (int i = 0; i < count; i++) {
                    all.add(ints.getInt(i * Integer.BYTES));
                }
            }
            return all;
        }
    }

    private static Handle compile(GnuTls gnutls, String text, boolean appended) throws TlsException {
        try (NativeMemory memory = new NativeMemory(gnutls)) {
            long priority = memory.allocate(Long.BYTES);
            long errorAt = memory.allocate(Long.BYTES);
            long begin = memory.text(text);
            int flags = appended ? Constants.GNUTLS_PRIORITY_INIT_DEF_APPEND : 0;
            int code = gnutls.gnutls_priority_init2(priority, begin, errorAt, flags);
            if (code < 0) {
                throw GnuTlsCode.misconfigured(gnutls, code, "priority \"" + text + "\"");
            }
            return new Handle(memory.getLong(priority), gnutls::gnutls_priority_deinit);
        }
    }

    /** Gives the session the algorithms, and of the groups these as far as they are known. */
    void apply(long session, Groups groups) throws TlsException {
        Handle chosen = groups.equals(Groups.ALL) ? all : with(groups);
        int code = gnutls.gnutls_priority_set(session, chosen.address());
        if (code < 0) {
            throw GnuTlsCode.misconfigured(gnutls, code, "priority");
        }
    }

    private Handle with(Groups groups) {
        Handle known = byGroups.get(groups);
        if (known != null) {
            return known;
        }
        return byGroups.size() > MOST_GROUPS ? all : byGroups.computeIfAbsent(groups, this::compiled);
    }

    private Handle compiled(Groups groups) {
        try {
            return compile(gnutls, text + ":-GROUP-ALL" + offer(groups), appended);
        } catch (TlsException e) {
            return all;
        }
    }

    private String offer(Groups groups) {
        StringBuilder offer = new StringBuilder(":+GROUP-" + groups.group());
        if (!groups.alone()) {
            for (int each : list(all, gnutls::gnutls_priority_group_list)) {
                offer.append(":+GROUP-").append(gnutls.text(gnutls.gnutls_group_get_name(each)));
            }
        }
        return offer.toString();
    }

    /** What goes into the digest of a session's key. */
    String describe() {
        return (appended ? "default:" : "") + text;
    }

    @Override
    public void close() {
        byGroups.values().forEach(Handle::close);
        all.close();
    }

    private static TlsException misconfigured(String message) {
        return new TlsException(TlsException.Reason.MISCONFIGURED, "PRIORITY", message);
    }

    /** One of the list functions. */
    private interface Lister {
        int list(long priority, long list);
    }
}
