package tfo.cli.demo;

import tfo.lab.Direction;

/**
 * One arrow of the picture: packets that left together.
 *
 * @param direction which way
 * @param sent when the first of them left, in milliseconds since the connection's first packet
 * @param arrived when the last of them arrived, or would have
 * @param lost whether they were lost
 * @param kind what they are about
 * @param label what they carried, in words
 */
record Arrow(Direction direction, double sent, double arrived, boolean lost, Kind kind, String label) {

    /** What an arrow is about; the picture gives each kind a colour. */
    enum Kind {
        /** Opening the connection, of TCP or of TLS, without a byte of the program's. */
        HANDSHAKE,
        /** A SYN that carries data. */
        EARLY,
        /** The request in its usual place. */
        REQUEST,
        /** The answer. */
        ANSWER,
        /** Everything else. */
        OTHER
    }
}
