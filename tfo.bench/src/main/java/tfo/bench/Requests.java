package tfo.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether many requests in a row travel in their SYNs, each by a session of its own, and leave memory and descriptors as they were. */
final class Requests implements Measurement {
    // The compiler is done early: what it takes is not the requests'.
    private static final List<String> FLAGS = Stream.concat(Cycles.FLAGS.stream(), Stream.of("-XX:TieredStopAtLevel=1"))
            .toList();
    private static final double SHARE = 0.99;

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public String purpose() {
        return "early data in the SYN, one request after the other: failures, sessions used twice, descriptors, memory";
    }

    @Override
    public Result measure(Scale scale, Progress progress) throws Exception {
        int requests = scale.of(1_000, 10_000);
        List<Sample> samples = new ArrayList<>();
        try (RequestServer server = new RequestServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ChildJvm client = client(server.address(), requests)) {
            for (int i = 0; i < RequestRunner.SAMPLES; i++) {
                samples.add(Sample.of(client.line(), server));
                progress.at(samples.get(i).requests, requests);
            }
            return new Result(
                    name(),
                    Map.of("flags", String.join(" ", FLAGS)),
                    samples.stream().map(Sample::row).toList(),
                    goals(samples, requests));
        }
    }

    private static ChildJvm client(InetSocketAddress server, int requests) throws Exception {
        return ChildJvm.start(
                FLAGS,
                RequestRunner.class,
                server.getAddress().getHostAddress(),
                Integer.toString(server.getPort()),
                Integer.toString(requests));
    }

    private static List<Goal> goals(List<Sample> samples, int requests) {
        Sample early = samples.get(0);
        Sample half = samples.get(samples.size() - 2);
        Sample end = samples.get(samples.size() - 1);
        return List.of(
                Goal.atMost("failures", 0, end.failed),
                Goal.atMost("sessions used twice", 0, end.usedTwice),
                Goal.atLeast("share acknowledged in the SYN", SHARE, (double) end.acknowledged / requests),
                Goal.atLeast("share accepted early", SHARE, (double) end.accepted / requests),
                Goal.atMost("accepted early, but not as the server has it", 0, Math.abs(end.accepted - end.early)),
                Goal.atMost("descriptors more than at 10 %", 8, end.descriptors - early.descriptors),
                Goal.atMost("KiB resident more than at 10 %", 8192, end.kibibytes - early.kibibytes),
                Goal.atMost("KiB resident more than at 50 %", 2048, end.kibibytes - half.kibibytes));
    }

    private record Sample(
            int requests,
            int failed,
            int acknowledged,
            int accepted,
            int descriptors,
            int kibibytes,
            int early,
            int usedTwice) {
        static Sample of(String line, RequestServer server) {
            String[] words = line.split(" ", -1);
            return new Sample(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]),
                    Integer.parseInt(words[5]),
                    server.early(),
                    server.usedTwice());
        }

        Row row() {
            return new Row("after " + requests)
                    .with("failed", failed)
                    .with("inSyn", acknowledged)
                    .with("accepted", accepted)
                    .with("sessionsUsedTwice", usedTwice)
                    .with("descriptors", descriptors)
                    .with("residentKiB", kibibytes);
        }
    }
}
