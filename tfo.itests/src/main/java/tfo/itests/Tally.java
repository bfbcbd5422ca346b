package tfo.itests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.List;
import tfo.itests.load.Stream;

/** What a number of streams came to, by provider. */
final class Tally {
    private final List<Stream> streams;

    Tally(List<Stream> streams) {
        this.streams = streams;
    }

    /** How many of them this provider opened, in per cent. */
    int share(String provider) {
        return (int) (100L * by(provider).size() / streams.size());
    }

    /** How many of them this provider opened. */
    int opened(String provider) {
        return by(provider).size();
    }

    /** How many of those had their first record acknowledged with the SYN-ACK. */
    long acknowledged(String provider) {
        return by(provider).stream()
                .filter(stream -> stream.report().acknowledged())
                .count();
    }

    /** Streams and reports in short. */
    @Override
    public String toString() {
        return streams.size() + " connections: "
                + streams.stream()
                        .collect(groupingBy(
                                stream -> stream.provider() + " "
                                        + stream.report().outcome(),
                                java.util.TreeMap::new,
                                java.util.stream.Collectors.counting()));
    }

    private List<Stream> by(String provider) {
        return streams.stream()
                .filter(stream -> stream.provider().equals(provider))
                .collect(toList());
    }
}
