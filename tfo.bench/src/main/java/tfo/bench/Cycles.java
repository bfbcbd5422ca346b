package tfo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether descriptors and memory stay what they are over many connections. */
final class Cycles implements Measurement {
    // All of the heap is there from the beginning, so that what is added to the process is not heap.
    static final List<String> FLAGS = List.of("-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch");

    @Override
    public String name() {
        return "cycles";
    }

    @Override
    public String purpose() {
        return "descriptors and native memory over many connections, channel and Socket in turn";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        int cycles = scale.of(2000, 100_000);
        List<Sample> samples = new ArrayList<>();
        try (EchoPeer peer = EchoPeer.onLoopback();
                ChildJvm client = client(peer, cycles)) {
            for (int i = 0; i < CycleRunner.SAMPLES; i++) {
                samples.add(Sample.of(client.line()));
                progress.at(samples.get(i).cycles, cycles);
            }
        }
        return new Result(
                name(),
                Map.of("flags", String.join(" ", FLAGS)),
                samples.stream().map(Sample::row).toList(),
                goals(samples));
    }

    private static ChildJvm client(EchoPeer peer, int cycles) throws Exception {
        return ChildJvm.start(
                FLAGS,
                CycleRunner.class,
                peer.address().getAddress().getHostAddress(),
                Integer.toString(peer.address().getPort()),
                Integer.toString(cycles));
    }

    private static List<Goal> goals(List<Sample> samples) {
        Sample early = samples.get(0);
        Sample half = samples.get(samples.size() - 2);
        Sample end = samples.get(samples.size() - 1);
        return List.of(
                Goal.atMost("descriptors more than at 10 %", 8, end.descriptors - early.descriptors),
                Goal.atMost("KiB resident more than at 10 %", 8192, end.kibibytes - early.kibibytes),
                Goal.atMost("KiB resident more than at 50 %", 2048, end.kibibytes - half.kibibytes));
    }

    private record Sample(int cycles, int descriptors, int kibibytes) {
        static Sample of(String line) {
            String[] words = line.split(" ", -1);
            return new Sample(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        }

        Row row() {
            return new Row("after " + cycles).with("descriptors", descriptors).with("residentKiB", kibibytes);
        }
    }
}
