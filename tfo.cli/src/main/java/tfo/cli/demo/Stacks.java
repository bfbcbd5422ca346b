package tfo.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsService;
import tfo.cli.core.Catalogue;
import tfo.cli.core.Failure;
import tfo.cli.core.Provider;

/**
 * What is raced against the JDK, as far as this machine has it.
 *
 * @param sockets the provider with Fast Open
 * @param portable the fallback
 * @param gnutls the library's own TLS with sessions and early data; empty where libgnutls is missing or too old
 * @param server the TLS of our own server: that, or JSSE
 * @param notes what is missing and therefore not raced, in words
 */
public record Stacks(
        FastOpenSockets sockets,
        FastOpenSockets portable,
        Optional<TlsService> gnutls,
        TlsService server,
        List<String> notes) {
    private static final String GNUTLS = "gnutls";
    private static final String JSSE = "jsse";

    /** Copies the notes. */
    public Stacks {
        notes = List.copyOf(notes);
    }

    /**
     * What there is in these catalogues.
     *
     * @throws Failure if there are no sockets, no fallback, or no TLS at all
     */
    public static Stacks of(Catalogue<FastOpenSockets> sockets, Catalogue<TlsService> tls) throws Failure {
        Optional<Provider<TlsService>> gnutls = tls.providers().stream()
                .filter(provider -> provider.name().equals(GNUTLS))
                .findFirst();
        Optional<TlsService> usable =
                gnutls.filter(provider -> provider.availability().usable()).map(Provider::service);
        TlsService server = usable.isPresent() ? usable.get() : tls.service(Optional.of(JSSE));
        return new Stacks(
                sockets.service(Optional.empty()),
                sockets.service(Optional.of("fallback")),
                usable,
                server,
                notes(gnutls, usable, server));
    }

    private static List<String> notes(
            Optional<Provider<TlsService>> gnutls, Optional<TlsService> usable, TlsService server) {
        if (usable.isEmpty()) {
            String why =
                    gnutls.map(provider -> provider.availability().reason()).orElse("tfo.tls.gnutls is not there");
            return List.of("without TLS by GnuTLS, and so without early data: " + why);
        }
        List<String> notes = new ArrayList<>();
        usable.get().supports(TlsFeature.EARLY_DATA).whyNot().ifPresent(why -> notes.add("without early data: " + why));
        server.supports(TlsFeature.EARLY_DATA_SERVER)
                .whyNot()
                .ifPresent(why -> notes.add("our own server takes no early data: " + why));
        return notes;
    }

    /** Whether our own server can take early data. */
    boolean servesEarlyData() {
        return server.supports(TlsFeature.EARLY_DATA_SERVER).usable();
    }

    /** Whether a client of ours can send it. */
    boolean sendsEarlyData() {
        return gnutls.filter(tls -> tls.supports(TlsFeature.EARLY_DATA).usable())
                .isPresent();
    }
}
