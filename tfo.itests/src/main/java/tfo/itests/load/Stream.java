package tfo.itests.load;

import tfo.api.socket.FastOpenConnection;
import tfo.api.socket.FastOpenReport;

/** A stream under way on a connection that a provider opened. */
public final class Stream {
    private final String provider;
    private final FastOpenConnection connection;
    private final StreamEnd end;
    private final StreamLoop loop;

    Stream(String provider, FastOpenConnection connection, StreamEnd end, StreamLoop loop) {
        this.provider = provider;
        this.connection = connection;
        this.end = end;
        this.loop = loop;
    }

    /** The name of the provider that opened the connection. */
    public String provider() {
        return provider;
    }

    /** How the first record fared. */
    public FastOpenReport report() {
        return connection.report();
    }

    /** How many records the peer has sent, all of them right. */
    public int records() {
        return end.records();
    }

    /** Whether both directions have ended well. */
    public boolean isOver() {
        return end.over();
    }

    /** Sends the last record; the peer answers with its own. */
    void finish() {
        loop.finish(end);
    }
}
