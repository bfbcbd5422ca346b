package examples.dnsovertls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tfo.api.tls.FirstFlight;
import tfo.api.tls.Trust;

/**
 * Asks a DNS server over TLS. Run it twice: the second process gets its answer after one round trip, if the server lets it.
 *
 * <pre>java -cp ... examples.dnsovertls.Main [--trust PEM] [--sessions FOLDER] [--timeout SECONDS] @SERVER[#PORT] NAME [TYPE]...</pre>
 */
public final class Main {
    private static final String USAGE =
            "[--trust PEM] [--sessions FOLDER] [--timeout SECONDS] @SERVER[#PORT] NAME [TYPE]...";

    private Trust trust = Trust.system();
    private Path sessions = Path.of("sessions");
    private Duration timeout = Duration.ofSeconds(10);

    private Main() {}

    /** Prints the records to standard output, and how they came to standard error. */
    public static void main(String[] arguments) throws IOException {
        try {
            new Main().run(new ArrayDeque<>(List.of(arguments)));
        } catch (NoSuchElementException | IllegalArgumentException e) {
            System.err.println(USAGE);
            System.exit(2);
        }
    }

    private void run(Deque<String> arguments) throws IOException {
        options(arguments);
        InetSocketAddress server = server(arguments.remove());
        Name name = Name.fromString(arguments.remove(), Name.root);
        if (arguments.isEmpty()) {
            arguments.add("A");
        }
        try (DnsOverTls resolver = DnsOverTls.to(server, trust, sessions)) {
            resolver.setTimeout(timeout);
            while (!arguments.isEmpty()) {
                ask(resolver, Record.newRecord(name, type(arguments.remove()), DClass.IN));
            }
        }
    }

    private void options(Deque<String> arguments) throws IOException {
        while (arguments.element().startsWith("--")) {
            switch (arguments.remove()) {
                case "--trust" -> trust = Trust.pem(Path.of(arguments.remove()));
                case "--sessions" -> sessions = Path.of(arguments.remove());
                case "--timeout" -> timeout = Duration.ofSeconds(Integer.parseInt(arguments.remove()));
                default -> throw new IllegalArgumentException();
            }
        }
    }

    private static InetSocketAddress server(String text) throws IOException {
        if (!text.startsWith("@")) {
            throw new IllegalArgumentException(text);
        }
        String[] parts = text.substring(1).split("#", 2);
        int port = parts.length < 2 ? DnsOverTls.PORT : Integer.parseInt(parts[1]);
        return new InetSocketAddress(InetAddress.getByName(parts[0]), port);
    }

    private static int type(String text) {
        int type = Type.value(text, true);
        if (type < 0) {
            throw new IllegalArgumentException(text);
        }
        return type;
    }

    private static void ask(DnsOverTls resolver, Record question) throws IOException {
        long start = System.nanoTime();
        Message answer = resolver.send(Message.newQuery(question));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        answer.getSection(Section.ANSWER).forEach(System.out::println);
        System.err.println(Rcode.string(answer.getRcode()) + " after " + milliseconds(took));
        resolver.contact().ifPresent(contact -> System.err.println(text(contact)));
    }

    private static String text(Contact contact) {
        FirstFlight flight = contact.handshake().firstFlight();
        return "  fast open " + contact.fastOpen().outcome()
                + because(contact.fastOpen().reason())
                + "\n  session " + (contact.handshake().resumed() ? "RESUMED" : "NEW")
                + because(contact.handshake().reason())
                + "\n  early data " + contact.handshake().earlyData()
                + because(contact.handshake().earlyDataReason())
                + "\n  in the SYN " + flight.inSyn() + " of " + (flight.clientHello() + flight.earlyData()) + " bytes"
                + "\n  round trip " + milliseconds(contact.roundTrip());
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
