package tfo.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tfo.lab.Direction;
import tfo.lab.Segment;
import tfo.lab.TlsRecord;

/**
 * What packets that left together carried, as far as the wire shows it.
 *
 * @param segments the packets
 * @param direction which way they went
 * @param tls whether it is TLS, of which only the hellos are in the clear
 * @param answers whether the answer is in them
 */
record Cargo(List<Segment> segments, Direction direction, boolean tls, boolean answers) {

    Arrow.Kind kind() {
        boolean syn = segments.get(0).isSyn();
        if (bytes() == 0) {
            return syn || segments.get(0).isSynAck() ? Arrow.Kind.HANDSHAKE : Arrow.Kind.OTHER;
        }
        if (syn) {
            return Arrow.Kind.EARLY;
        }
        if (direction == Direction.TO_CLIENT) {
            return answers ? Arrow.Kind.ANSWER : Arrow.Kind.HANDSHAKE;
        }
        return asks() ? Arrow.Kind.REQUEST : Arrow.Kind.HANDSHAKE;
    }

    // Behind a ClientHello only early data can follow in the same flight, and the request follows the Finished.
    private boolean asks() {
        return !tls || records().findAny().isEmpty() || records().anyMatch(TlsRecord::isEncrypted);
    }

    String label() {
        List<String> words = new ArrayList<>();
        segments.stream()
                .filter(segment -> segment.isSyn() || segment.isSynAck())
                .findFirst()
                .ifPresent(segment -> words.add(handshakeWords(segment)));
        if (bytes() > 0) {
            words.add((tls ? tlsWords() : direction == Direction.TO_SERVER ? "request" : "answer") + ", " + bytes()
                    + " B");
        }
        return words.isEmpty() ? otherWords() : String.join(" + ", words);
    }

    private String tlsWords() {
        if (direction == Direction.TO_SERVER) {
            String hello = asks() ? "ClientHello + early data" : "ClientHello";
            return hasHello() ? hello : asks() ? "Finished + request" : "change_cipher_spec";
        }
        String handshake = hasHello() ? "ServerHello \u2026 Finished" : "handshake";
        return !answers ? handshake : hasHello() ? handshake + " + answer" : "answer";
    }

    private boolean hasHello() {
        return records().anyMatch(record -> record.message() >= 0);
    }

    private Stream<TlsRecord> records() {
        return segments.stream().flatMap(segment -> segment.records().stream());
    }

    private static String handshakeWords(Segment segment) {
        String name = segment.isSyn() ? "SYN" : "SYN-ACK";
        if (segment.cookie().isEmpty()) {
            return name;
        }
        return segment.cookie().getAsInt() == 0 ? name + ", cookie wanted" : name + " + cookie";
    }

    // A bare ACK says nothing that its arrow does not.
    private String otherWords() {
        return segments.stream()
                .map(segment -> segment.isReset() ? "RST" : segment.isFin() ? "FIN" : "")
                .filter(word -> !word.isEmpty())
                .distinct()
                .collect(Collectors.joining(" + "));
    }

    private int bytes() {
        return segments.stream().mapToInt(Segment::payload).sum();
    }
}
