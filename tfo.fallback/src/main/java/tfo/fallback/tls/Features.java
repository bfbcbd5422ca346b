package tfo.fallback.tls;

import tfo.api.Availability;
import tfo.api.tls.TlsFeature;

/** What JSSE lets a library do, and what it does not. */
final class Features {
    private Features() {}

    static Availability of(TlsFeature feature) {
        return switch (feature) {
            case EXPORTER -> Exporter.ofThisJdk().availability();
            case SESSION_EXPORT -> lacking("sessions stay in the SSLContext they were made in");
            case TICKET_KEY -> lacking("each SSLContext has ticket keys of its own");
            case TICKET_COUNT -> lacking("the number of tickets is the JDK's, or none at all");
            case PRIORITY -> lacking("it knows no priority strings");
            case OCSP_STAPLING -> lacking("it staples what it fetches itself, by system properties only");
            case TLS_UNIQUE -> lacking("it does not give the Finished messages away");
            case KEY_LOG -> lacking("it does not give the secrets away");
            case EARLY_DATA_SERVER -> lacking("the JDK knows no early data");
            case BUILTIN_TRANSPORT -> lacking("it opens no connections of its own with Fast Open");
            case EARLY_DATA -> lacking("it sends no early data; what is to travel so follows the handshake");
        };
    }

    private static Availability lacking(String why) {
        return Availability.missing("not with JSSE: " + why + "; the bundle tfo.tls.gnutls may");
    }

    static void require(TlsFeature feature) {
        of(feature).whyNot().ifPresent(why -> {
            throw new UnsupportedOperationException(feature + ": " + why);
        });
    }
}
