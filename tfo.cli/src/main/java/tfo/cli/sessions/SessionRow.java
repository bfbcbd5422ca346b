package tfo.cli.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tfo.api.tls.SessionData;
import tfo.api.tls.SessionDirectory;
import tfo.api.tls.SessionKey;
import tfo.api.tls.SessionRefusal;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Reports;

/** A file of a folder of sessions, as a user looks at it. */
public record SessionRow(SessionDirectory.Entry entry) {

    private Optional<SessionData> session() {
        return entry.offer().session();
    }

    /** Whether it could be resumed, or why not. */
    private String state() {
        return entry.offer().refusal().map(SessionRefusal::name).orElse("GOOD");
    }

    /** The row as JSON; what cannot be known of a file that is no good is null. */
    public JsonObject json() {
        Optional<SessionKey> key = session().map(SessionData::key);
        return new JsonObject()
                .put("file", entry.file())
                .put("host", key.map(SessionKey::host).orElse(null))
                .put("port", key.map(SessionKey::port).orElse(null))
                .put("version", session().map(s -> s.version().standardName()).orElse(null))
                .put("issued", session().map(s -> s.issued().toString()).orElse(null))
                .put("expires", session().map(s -> s.expires().toString()).orElse(null))
                .put("maxEarlyData", session().map(SessionData::maxEarlyData).orElse(null))
                .put("modified", entry.modified().toString())
                .put("state", state())
                .put("reason", entry.offer().detail());
    }

    /** The row as a line. */
    public String words() {
        return session()
                .map(SessionRow::words)
                .orElseGet(() ->
                        entry.file() + "  " + state() + ": " + entry.offer().detail());
    }

    /** What a session is good for, without a secret. */
    static String words(SessionData session) {
        Duration left = Duration.between(Instant.now(), session.expires()).truncatedTo(ChronoUnit.SECONDS);
        return name(session) + "  " + session.version().standardName() + ", issued "
                + session.issued().truncatedTo(ChronoUnit.SECONDS) + ", " + left.toSeconds() + " s left, "
                + Reports.earlyData(session.maxEarlyData());
    }

    private static String name(SessionData session) {
        String host = session.key().host();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + session.key().port();
    }
}
