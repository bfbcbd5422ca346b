package tfo.testkit.tls;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsException.Reason;
import tfo.api.tls.TlsFeature;

/** OCSP responses that a server staples (RFC 6066 section 8), and clients that insist on one. */
abstract class StapleContract extends SecureContract {

    @Test
    void whoInsistsOnAStapleRefusesAServerWithout() throws Exception {
        JdkServer server = jdkServer();
        server.next();
        TlsClient client = build(client().stapleRequired(true));

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(client, server.address()));
    }

    @Test
    void aGoodStapleIsBelieved() throws Exception {
        Identity good = SERVER.withOcspResponse(PKI.good(SERVER));
        if (lacksStapling(good)) {
            return;
        }

        Pair pair = meet(
                build(client().stapleRequired(true)), reception(tls().server().identity(good)));

        Talk.assertTalks(pair.client(), pair.server());
    }

    @Test
    void aServerDoesNotShowAStapleThatSaysRevoked() {
        Identity revoked = SERVER.withOcspResponse(PKI.revoked(SERVER));
        if (lacksStapling(revoked)) {
            return;
        }

        assertFails(Reason.MISCONFIGURED, () -> tls().server().identity(revoked).build());
    }

    @Test
    void aStapleByAnotherAuthorityIsNone() throws Exception {
        Identity forged = SERVER.withOcspResponse(Pki.root("Contract Root").good(SERVER));
        if (lacksStapling(forged)) {
            return;
        }
        Reception reception = reception(tls().server().identity(forged));
        reception.next();

        assertFails(Reason.UNTRUSTED_PEER, () -> connect(build(client().stapleRequired(true)), reception.address()));
    }

    private boolean lacksStapling(Identity stapled) {
        if (supports(TlsFeature.OCSP_STAPLING)) {
            return false;
        }
        assertThrows(
                UnsupportedOperationException.class,
                () -> tls().server().identity(stapled).build());
        return true;
    }
}
