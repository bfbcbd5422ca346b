package tfo.lab.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import tfo.lab.kernel.Clock;
import tfo.lab.kernel.PacketRing;
import tfo.lab.kernel.PacketSocket;
import tfo.lab.kernel.Worker;

/**
 * The line: a thread that takes each frame off one end of a veth pair, keeps it for the one-way delay, and sends it back with
 * source and destination exchanged. On its way a frame passes the rules in force.
 *
 * <p>The delay counts from the moment at which the kernel saw the frame, so a line that was scheduled late makes up for it.
 */
public final class DelayLine implements AutoCloseable {
    private static final int RING_BYTES = 1 << 26;
    private static final int BATCH = 64;
    // struct virtio_net_hdr: flags, gso_type, hdr_len, gso_size, csum_start, csum_offset
    private static final int OFFLOAD_HEADER = 10;
    private static final int NEEDS_CHECKSUM = 1;
    private static final int LOOKS = 3;
    private static final long CLOSE_NANOS = 20_000;

    private final PacketSocket socket;
    private final PacketRing incoming;
    private final DelayRing underway;
    private final long delay;
    private final Worker worker;
    private final Lead lead = new Lead();
    private final Frame frame = new Frame();
    private final BitSet serverPorts = new BitSet(1 << 16);
    private final LongAdder carried = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private volatile Rule rule = any -> Verdict.PASS;
    private volatile boolean closed;

    private DelayLine(PacketSocket socket, DelayRing underway, long delay, String name) {
        this.socket = socket;
        this.incoming = socket.ring();
        this.underway = underway;
        this.delay = delay;
        this.worker = Worker.of(name, this::run);
    }

    /** Opens a line on the far end of a veth pair; {@code delay} nanoseconds one way. */
    public static DelayLine open(String interfaceName, long delay) throws IOException {
        DelayRing underway = DelayRing.of(RING_BYTES);
        try {
            PacketSocket socket = PacketSocket.line(interfaceName);
            DelayLine line = new DelayLine(socket, underway, delay, "delay line " + interfaceName);
            line.worker.start();
            return line;
        } catch (IOException e) {
            underway.close();
            throw e;
        }
    }

    /** From the next frame on, judges by this rule. */
    public void rule(Rule next) {
        rule = next;
    }

    /** How many frames came out at the other end. */
    public long carried() {
        return carried.sum();
    }

    /** How many frames were lost although no rule said so: the line was full, or the kernel refused them. */
    public long overflowed() {
        return overflowed.sum();
    }

    /** By how many nanoseconds all frames together came out late, because the line's thread waited for its turn. */
    public long late() {
        return late.sum();
    }

    private void run() {
        try (Clock clock = Clock.ofThisThread()) {
            while (!closed) {
                deliver();
                if (takeIn(clock) == 0) {
                    sleep();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver() {
        long now = System.nanoTime();
        while (!underway.isEmpty() && underway.due() - now <= 0) {
            late.add(now - underway.due());
            (socket.send(underway.address(), underway.length()) ? carried : overflowed).increment();
            underway.remove();
        }
    }

    // Early by what waking usually takes; the loop runs idle for what is then left.
    private void sleep() {
        if (underway.isEmpty()) {
            socket.await(-1);
            return;
        }
        long alarm = underway.due() - lead.nanos();
        long wait = alarm - System.nanoTime();
        if (wait <= 0) {
            Thread.onSpinWait();
            return;
        }
        socket.await(wait);
        lead.woke(System.nanoTime() - alarm);
    }

    private int takeIn(Clock clock) {
        int taken = 0;
        long offset = incoming.hasFrame() ? offset(clock) : 0;
        while (taken < BATCH && incoming.hasFrame()) {
            accept(due(incoming.time() + offset));
            incoming.release();
            taken++;
        }
        return taken;
    }

    // What adds to the wall clock gives System.nanoTime. A thread that is interrupted between the two looks again; at
    // last it is
    // too much rather than too little, for no frame may come out early.
    private static long offset(Clock clock) {
        long offset = 0;
        for (int i = 0; i < LOOKS; i++) {
            long before = System.nanoTime();
            long wall = clock.realtime();
            long after = System.nanoTime();
            offset = after - wall;
            if (after - before < CLOSE_NANOS) {
                break;
            }
        }
        return offset;
    }

    // The wall clock may have been set in between: a frame cannot be older than the delay, nor younger than now.
    private long due(long seen) {
        long now = System.nanoTime();
        return now + delay - Math.max(0, Math.min(now - seen, delay));
    }

    private void accept(long due) {
        ByteBuffer source = incoming.frames();
        int at = incoming.frameOffset();
        frame.read(source, at, incoming.captured(), incoming.length());
        if (!Mirror.reflects(frame)) {
            return;
        }
        frame.checksumPartial((source.get(at - OFFLOAD_HEADER) & NEEDS_CHECKSUM) != 0);
        frame.towardsServer(learnDirection());
        switch (rule.judge(frame)) {
            case PASS, CHANGE -> turnBack(due);
            case RESET -> answerByReset(due);
            case DROP -> {}
        }
    }

    private boolean learnDirection() {
        if (!frame.isTcp()) {
            return false;
        }
        if (frame.isSyn()) {
            serverPorts.clear(frame.sourcePort());
            serverPorts.set(frame.destinationPort());
        }
        return serverPorts.get(frame.destinationPort()) && !serverPorts.get(frame.sourcePort());
    }

    private void turnBack(long due) {
        Mirror.turn(frame);
        int length = OFFLOAD_HEADER + frame.length();
        int to = underway.reserve(length);
        if (to < 0 || incoming.captured() < incoming.length()) {
            overflowed.increment();
            return;
        }
        underway.buffer().put(to, incoming.frames(), incoming.frameOffset() - OFFLOAD_HEADER, length);
        underway.add(length, due);
    }

    private void answerByReset(long due) {
        int length = OFFLOAD_HEADER + Reset.length(frame);
        int to = underway.reserve(length);
        if (to < 0) {
            overflowed.increment();
            return;
        }
        underway.buffer().putLong(to, 0).putShort(to + Long.BYTES, (short) 0);
        Reset.write(frame, underway.buffer(), to + OFFLOAD_HEADER);
        underway.add(length, due);
    }

    /** Ends the line; what is under way is lost. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        socket.wake();
        worker.join();
        underway.close();
        socket.close();
    }
}
