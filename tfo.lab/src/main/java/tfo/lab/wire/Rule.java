package tfo.lab.wire;

/** Decides about each frame as its sender sent it, before it is turned around. Called by the line's thread only. */
@FunctionalInterface
public interface Rule {
    /** Judges the frame; may change it in place if the answer is {@link Verdict#CHANGE}. */
    Verdict judge(Frame frame);
}
