package tfo.api.tls;

/**
 * The records that a client sent before it heard anything, and how far the SYN carried them.
 *
 * @param clientHello how many bytes the record of the ClientHello has; zero where that is not known
 * @param earlyData how many bytes the records of early data have: 22 more than was in them, with the usual algorithms
 * @param inSyn how many of both the SYN carried, see {@link tfo.api.socket.FastOpenReport#inSyn()}
 */
public record FirstFlight(int clientHello, int earlyData, int inSyn) {
    private static final FirstFlight UNKNOWN = new FirstFlight(0, 0, 0);

    /** Checks the counts. */
    public FirstFlight {
        if (clientHello < 0 || earlyData < 0 || inSyn < 0 || inSyn > (long) clientHello + earlyData) {
            throw new IllegalArgumentException(inSyn + " of " + clientHello + " + " + earlyData + " bytes in the SYN");
        }
    }

    /** Of which nothing is known, as on a server. */
    public static FirstFlight unknown() {
        return UNKNOWN;
    }

    /** How far the SYN carried it. */
    public Fit fit() {
        if (inSyn == 0) {
            return Fit.NONE;
        }
        return inSyn == clientHello + earlyData ? Fit.FIT : Fit.SPLIT;
    }

    /** How much of a first flight travelled in the SYN. */
    public enum Fit {
        /** All of it: the answer can be there after one round trip. */
        FIT,
        /** A part; the rest followed the handshake of TCP. Early data that is cut can be read only when its last byte is there. */
        SPLIT,
        /** Nothing: it followed the handshake of TCP, or what carried it was there before. */
        NONE
    }
}
