package tfo.lab;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import tfo.lab.wire.Frame;
import tfo.lab.wire.Rule;
import tfo.lab.wire.Rules;
import tfo.lab.wire.Verdict;

/**
 * A way in which a path treats packets badly, and the count of the packets it treated so. Give it to
 * {@link NetworkLab#inflict}; a fault serves one lab at a time.
 */
public final class Fault {
    private final String name;
    private final Rule rule;
    private final LongAdder hits = new LongAdder();

    private Fault(String name, Rule rule) {
        this.name = name;
        this.rule = rule;
    }

    /**
     * Overwrites the Fast Open option by NOPs, kind 34 and the experimental kind 254 alike: Linux falls back to the second
     * when only the first is lost.
     */
    public static Fault stripFastOpenOption() {
        return new Fault("strip Fast Open option", Rules.stripFastOpenOption());
    }

    /** Loses every SYN that carries data. */
    public static Fault dropSynWithData() {
        return new Fault("drop SYN with data", Rules.dropSynWithData());
    }

    /** Loses every SYN that carries the Fast Open option, with data or without. */
    public static Fault dropSynWithFastOpenOption() {
        return new Fault("drop SYN with Fast Open option", Rules.dropSynWithFastOpenOption());
    }

    /** Loses every SYN that carries data and answers it by a RST, which reaches the client half a round trip later. */
    public static Fault resetSynWithData() {
        return new Fault("reset SYN with data", Rules.resetSynWithData());
    }

    /** Loses every SYN that carries the Fast Open option, with data or without, and answers it by a RST. */
    public static Fault resetSynWithFastOpenOption() {
        return new Fault("reset SYN with Fast Open option", Rules.resetSynWithFastOpenOption());
    }

    /**
     * Loses packets at random. A frame that the sender left to be segmented (up to 64 KiB) is lost as a whole.
     *
     * @param ratio the share that is lost, 0 to 1
     * @param seed where the random numbers begin: the same packets in the same order lose the same ones
     */
    public static Fault lose(double ratio, long seed) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio " + ratio + " is not between 0 and 1");
        }
        return new Fault("lose " + ratio * 100 + " %", Rules.lose(ratio, seed));
    }

    /** Loses every n-th SYN-ACK, counted over all connections. */
    public static Fault loseSynAck(int everyNth) {
        if (everyNth < 1) {
            throw new IllegalArgumentException("every " + everyNth + "th SYN-ACK");
        }
        return new Fault("lose SYN-ACK 1 of " + everyNth, Rules.loseSynAck(everyNth));
    }

    /** Loses everything. */
    public static Fault blackhole() {
        return new Fault("black hole", Rules.blackhole());
    }

    /** This fault for TCP segments of one direction only, with a count of its own. */
    public Fault towards(Direction direction) {
        return new Fault(name + " " + direction, Rules.oneWay(rule, direction == Direction.TO_SERVER));
    }

    /** How many packets it changed, lost or answered. */
    public long hits() {
        return hits.sum();
    }

    /** All of them, in this order, up to the first that loses the packet. */
    static Rule inOrder(List<Fault> faults) {
        return frame -> {
            Verdict verdict = Verdict.PASS;
            for (int i = 0; i < faults.size() && !verdict.isFinal(); i++) {
                verdict = faults.get(i).judge(frame, verdict);
            }
            return verdict;
        };
    }

    private Verdict judge(Frame frame, Verdict before) {
        Verdict verdict = rule.judge(frame);
        if (verdict == Verdict.PASS) {
            return before;
        }
        hits.increment();
        return verdict;
    }

    @Override
    public String toString() {
        return name + " (" + hits() + ")";
    }
}
