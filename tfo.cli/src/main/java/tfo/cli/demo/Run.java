package tfo.cli.demo;

import tfo.api.socket.FastOpenReport;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.HandshakeReport.EarlyData;

/**
 * What a lane tells of one connection.
 *
 * @param fastOpen how the first flight travelled
 * @param resumed whether a TLS session was resumed
 * @param early what became of early data
 * @param firstFlight the records of TLS that were sent first, if that is known
 */
record Run(FastOpenReport fastOpen, boolean resumed, EarlyData early, FirstFlight firstFlight) {

    /** Without TLS. */
    static Run plain(FastOpenReport fastOpen) {
        return new Run(fastOpen, false, EarlyData.NONE, FirstFlight.unknown());
    }

    /** By a stack that has no early data. */
    static Run tls(FastOpenReport fastOpen, boolean resumed) {
        return new Run(fastOpen, resumed, EarlyData.NONE, FirstFlight.unknown());
    }

    static Run tls(FastOpenReport fastOpen, HandshakeReport handshake) {
        return new Run(fastOpen, handshake.resumed(), handshake.earlyData(), handshake.firstFlight());
    }
}
