package tfo.lab;

/** Which way a segment travels on its connection. */
public enum Direction {
    /** From the side that sent the SYN to the side that listens. */
    TO_SERVER,
    /** From the side that listens to the side that sent the SYN. */
    TO_CLIENT
}
