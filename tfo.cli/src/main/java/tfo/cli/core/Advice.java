package tfo.cli.core;

import tfo.api.tls.TlsException;

/** What the user of a client can do about a failure of TLS. */
final class Advice {
    // RFC 8446 section 6.2.
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;
    private static final int NO_APPLICATION_PROTOCOL = 120;

    private Advice() {}

    /** The advice; empty if there is none. */
    static String on(TlsException failure) {
        return switch (failure.reason()) {
            case UNTRUSTED_PEER ->
                "its certificate must be for this name, be valid now, and lead to an authority "
                        + "of --trust PEM, or of the system without it";
            case PROTOCOL -> "does it speak TLS 1.2 or later on this port?";
            case NO_AGREEMENT -> "it must speak TLS 1.2 or later on this port, and one of the protocols of --alpn";
            case PEER_ALERT -> onAlert(failure.alert().orElse(-1));
            case TRUNCATED -> "the answer may be incomplete";
            case MISCONFIGURED, LIBRARY -> "";
        };
    }

    private static String onAlert(int alert) {
        return switch (alert) {
            case PROTOCOL_VERSION -> "it speaks no version from TLS 1.2 on";
            case NO_APPLICATION_PROTOCOL -> "it speaks none of the protocols of --alpn";
            case HANDSHAKE_FAILURE -> "the two have no algorithm in common";
            default -> "";
        };
    }
}
