package tfo.fallback.tls;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsException;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsVersion;

/** Tests in which clients and servers of this provider meet: each with a port of its own. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class Meetings {
    /** What the servers show, and the clients trust. */
    static final Identity OWN = TestIdentity.localhost();

    Meeting meeting;

    @BeforeEach
    void open() throws IOException {
        meeting = new Meeting();
    }

    @AfterEach
    void close() throws IOException {
        meeting.close();
    }

    static ClientBuilder client() {
        return new ClientBuilder().trust(TestIdentity.trusting(OWN));
    }

    static ClientBuilder client(TlsVersion version) {
        return version == TlsVersion.TLS_1_3 ? client().minimumVersion(version) : client().maximumVersion(version);
    }

    static TlsServer server() throws TlsException {
        return new ServerBuilder().identity(OWN).build();
    }

    Meeting.Pair meet(TlsClient client, TlsServer server, String host) throws Exception {
        return meeting.of(client, server, host);
    }
}
