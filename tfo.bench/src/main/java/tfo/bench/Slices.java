package tfo.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets contestants alternate in short slices of one JVM, so that whatever else the machine does falls on all of them alike. Time
 * on the CPU and allocation are those of every Java thread, not of the garbage collector and the compiler.
 */
final class Slices {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int warmUp;
    private final int operations;
    private final int rounds;

    Slices(Scale scale) {
        this(scale.of(200, 20_000), scale.of(20, 100), scale.of(5, 101));
    }

    /** So many operations of each to warm up, then so many in each of so many slices. */
    Slices(int warmUp, int operations, int rounds) {
        this.warmUp = warmUp;
        this.operations = operations;
        this.rounds = rounds;
    }

    int rounds() {
        return rounds;
    }

    List<Figures> run(List<Contestant> contestants, Progress progress) throws Exception {
        List<Laps> all = contestants.stream()
                .map(contestant -> new Laps(contestant, operations, rounds))
                .toList();
        // In turns, too: the compiler is to see early that there are several.
        for (int done = 0; done < warmUp; done += operations) {
            for (Laps laps : all) {
                laps.run(0);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Laps laps : all) {
                laps.run(round);
            }
            progress.at(round + 1, rounds);
        }
        return all.stream().map(Laps::figures).toList();
    }

    /** Something to be done often. */
    interface Operation {
        void run() throws Exception;
    }

    /** Does something so often and tells what that cost. */
    interface Slice {
        Cost run(int operations) throws Exception;
    }

    /**
     * What a slice cost.
     *
     * @param cpuNanos on the CPU
     * @param wallNanos from beginning to end
     * @param bytes allocated
     */
    record Cost(long cpuNanos, long wallNanos, long bytes) {}

    /** Somebody to compare, and what to call it. */
    record Contestant(String name, Slice slice) {
        /** One that works in this JVM. */
        Contestant(String name, Operation operation) {
            this(name, operations -> here(operation, operations));
        }
    }

    // What asking allocates is not the operations'.
    private static Cost here(Operation operation, int operations) throws Exception {
        long asking = measured(operation, 0).bytes();
        Cost cost = measured(operation, operations);
        return new Cost(cost.cpuNanos(), cost.wallNanos(), Math.max(0, cost.bytes() - asking));
    }

    private static Cost measured(Operation operation, int operations) throws Exception {
        long[] threads = THREADS.getAllThreadIds();
        long bytes = sum(THREADS.getThreadAllocatedBytes(threads));
        long cpu = sum(THREADS.getThreadCpuTime(threads));
        long start = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            operation.run();
        }
        long wall = System.nanoTime() - start;
        return new Cost(
                sum(THREADS.getThreadCpuTime(threads)) - cpu,
                wall,
                sum(THREADS.getThreadAllocatedBytes(threads)) - bytes);
    }

    // A thread that is no more has -1.
    private static long sum(long[] values) {
        return Arrays.stream(values).filter(value -> value > 0).sum();
    }

    /**
     * What one operation costs.
     *
     * @param name whose
     * @param operations how many were measured
     * @param cpuMicros time on the CPU, the median of the slices
     * @param wallMicros time, the tenth percentile of the slices
     * @param bytes allocated, the median of the slices
     * @param slices time on the CPU in each slice
     */
    record Figures(
            String name, int operations, double cpuMicros, double wallMicros, double bytes, List<Double> slices) {

        /** The median of the ratios of slices that lay side by side: what slows the machine for a while slows both. */
        double cpuRatio(Figures baseline) {
            return Quantile.median(IntStream.range(0, slices.size())
                    .mapToObj(round -> slices.get(round) / baseline.slices.get(round))
                    .toList());
        }
    }

    /** The slices of one contestant, per operation. */
    private static final class Laps {
        private final Contestant contestant;
        private final int operations;
        private final double[] cpu;
        private final double[] wall;
        private final double[] bytes;

        Laps(Contestant contestant, int operations, int rounds) {
            this.contestant = contestant;
            this.operations = operations;
            cpu = new double[rounds];
            wall = new double[rounds];
            bytes = new double[rounds];
        }

        void run(int round) throws Exception {
            Cost cost = contestant.slice.run(operations);
            wall[round] = (double) cost.wallNanos() / operations;
            cpu[round] = (double) cost.cpuNanos() / operations;
            bytes[round] = (double) cost.bytes() / operations;
        }

        Figures figures() {
            return new Figures(
                    contestant.name,
                    operations * cpu.length,
                    Quantile.of(0.5, cpu) / 1000,
                    Quantile.of(0.1, wall) / 1000,
                    Quantile.of(0.5, bytes),
                    Arrays.stream(cpu).boxed().toList());
        }
    }
}
