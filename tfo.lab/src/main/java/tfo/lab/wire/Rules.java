package tfo.lab.wire;

import java.util.SplittableRandom;

/** The ways in which a path may treat frames badly. */
public final class Rules {
    private Rules() {}

    /** Overwrites the Fast Open option, in SYNs and SYN-ACKs alike. */
    public static Rule stripFastOpenOption() {
        return frame -> frame.isTcp() && FastOpenOption.strip(frame) ? Verdict.CHANGE : Verdict.PASS;
    }

    /** Loses SYNs that carry data. */
    public static Rule dropSynWithData() {
        return frame -> isSynWithData(frame) ? Verdict.DROP : Verdict.PASS;
    }

    /** Loses SYNs that carry the Fast Open option. */
    public static Rule dropSynWithFastOpenOption() {
        return frame -> frame.isSyn() && FastOpenOption.in(frame) ? Verdict.DROP : Verdict.PASS;
    }

    /** Answers SYNs that carry the Fast Open option by a RST. */
    public static Rule resetSynWithFastOpenOption() {
        return frame -> frame.isSyn() && FastOpenOption.in(frame) ? Verdict.RESET : Verdict.PASS;
    }

    /** Answers SYNs that carry data by a RST. */
    public static Rule resetSynWithData() {
        return frame -> isSynWithData(frame) ? Verdict.RESET : Verdict.PASS;
    }

    /** Loses this share of all frames, the same ones for the same seed. */
    public static Rule lose(double ratio, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return frame -> random.nextDouble() < ratio ? Verdict.DROP : Verdict.PASS;
    }

    /** Loses every n-th SYN-ACK. */
    public static Rule loseSynAck(int everyNth) {
        return new EveryNthSynAck(everyNth);
    }

    /** Loses everything. */
    public static Rule blackhole() {
        return frame -> Verdict.DROP;
    }

    /** The rule for one direction only; frames that are not TCP pass. */
    public static Rule oneWay(Rule rule, boolean towardsServer) {
        return frame -> frame.isTcp() && frame.isTowardsServer() == towardsServer ? rule.judge(frame) : Verdict.PASS;
    }

    private static boolean isSynWithData(Frame frame) {
        return frame.isSyn() && frame.payloadLength() > 0;
    }

    private static final class EveryNthSynAck implements Rule {
        private final int everyNth;
        private int seen;

        private EveryNthSynAck(int everyNth) {
            this.everyNth = everyNth;
        }

        @Override
        public Verdict judge(Frame frame) {
            return frame.isSynAck() && ++seen % everyNth == 0 ? Verdict.DROP : Verdict.PASS;
        }
    }
}
