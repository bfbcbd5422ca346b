package tfo.lab.wire;

/** What becomes of a frame on a hostile path. */
public enum Verdict {
    /** It goes on untouched. */
    PASS,
    /** It goes on, but the rule changed it. */
    CHANGE,
    /** It is lost. */
    DROP,
    /** It is lost, and its sender gets a RST that acknowledges all of it. */
    RESET;

    /** Whether the frame goes no further. */
    public boolean isFinal() {
        return this == DROP || this == RESET;
    }
}
