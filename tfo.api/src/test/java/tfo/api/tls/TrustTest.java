package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    @TempDir
    Path folder;

    private final List<X509Certificate> chain = Pem.certificates();

    TrustTest() throws Exception {}

    @Test
    void theSystemsAuthoritiesAreNotListed() {
        assertTrue(Trust.system().isSystem());
        assertEquals(List.of(), Trust.system().anchors());
        assertEquals(Set.of(), Trust.system().pins());
        assertEquals("Trust[system]", Trust.system().toString());
    }

    @Test
    void certificatesComeFromAFile() throws Exception {
        Trust trust = Trust.pem(Files.write(folder.resolve("ca.pem"), Pem.chain()));

        assertFalse(trust.isSystem());
        assertEquals(chain, trust.anchors());
        assertEquals("Trust[CN=leaf.example; CN=test authority]", trust.toString());
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");

        TlsException refused = assertThrows(TlsException.class, () -> Trust.pem(file));

        assertEquals(TlsException.Reason.MISCONFIGURED, refused.reason());
    }

    @Test
    void ofAKeyStoreOnlyTheTrustedCertificatesCount() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("own", Pem.ec().getPrivate(), password, new Certificate[] {chain.get(0)});

        assertEquals(
                TlsException.Reason.MISCONFIGURED,
                assertThrows(TlsException.class, () -> Trust.keyStore(store)).reason());

        store.setCertificateEntry("authority", chain.get(1));
        assertEquals(List.of(chain.get(1)), Trust.keyStore(store).anchors());
    }

    @Test
    void aKeyStoreThatIsNotLoadedIsRefused() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");

        TlsException refused = assertThrows(TlsException.class, () -> Trust.keyStore(store));

        assertEquals("TRUST", refused.code());
    }

    @Test
    void nobodyToTrustIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Trust.certificates(List.of()));
    }

    @Test
    void pinsAddUpAndLeaveTheTrustTheyCameFromAlone() {
        byte[] pin = new byte[32];
        pin[0] = (byte) 0xFF;
        Trust plain = Trust.system();

        Trust pinned = plain.pinned(pin).pinned(new byte[32]).pinned(pin);

        assertEquals(Set.of(), plain.pins());
        assertEquals(List.of("00".repeat(32), "ff" + "00".repeat(31)), List.copyOf(pinned.pins()));
        assertTrue(pinned.isSystem());
        assertThrows(UnsupportedOperationException.class, () -> pinned.pins().clear());
        assertEquals("Trust[system, 2 pins]", pinned.toString());
    }

    @Test
    void aPinOfAnotherLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Trust.system().pinned(new byte[20]));
    }
}
