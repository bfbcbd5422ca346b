package tfo.api.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final KeyPair pair = Pem.ec();
    private final List<X509Certificate> chain = Pem.certificates();

    IdentityTest() throws Exception {}

    private KeyStore store(String... aliases) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        for (String alias : aliases) {
            store.setKeyEntry(alias, pair.getPrivate(), PASSWORD, chain.toArray(Certificate[]::new));
        }
        return store;
    }

    private static void assertMisconfigured(String says, Executable made) {
        TlsException refused = assertThrows(TlsException.class, made);
        assertEquals(TlsException.Reason.MISCONFIGURED, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).contains(says), refused::toString);
    }

    @Test
    void chainAndKeyComeFromTwoFiles() throws Exception {
        Path certificates = Files.write(folder.resolve("chain.pem"), Pem.chain());
        Path key = Files.writeString(
                folder.resolve("own.key"),
                Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));

        Identity identity = Identity.pem(certificates, key);

        assertEquals(chain, identity.chain());
        assertEquals(pair.getPrivate(), identity.key());
    }

    @Test
    void chainAndKeyComeFromOneFile() throws Exception {
        Path both = Files.writeString(
                folder.resolve("both.pem"),
                Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded())
                        + new String(Pem.chain(), StandardCharsets.US_ASCII));

        Identity identity = Identity.pem(both, both);

        assertEquals(chain, identity.chain());
        assertEquals(pair.getPrivate(), identity.key());
    }

    @Test
    void aMissingFileIsAnIoException() {
        assertThrows(NoSuchFileException.class, () -> Identity.pem(folder.resolve("no"), folder.resolve("no")));
    }

    @Test
    void theOnlyKeyOfAKeyStoreIsTaken() throws Exception {
        KeyStore store = store("own");
        store.setCertificateEntry("beside", chain.get(1));

        assertEquals(pair.getPrivate(), Identity.keyStore(store, PASSWORD).key());
        assertEquals(chain, Identity.keyStore(store, PASSWORD, "own").chain());
    }

    @Test
    void aKeyStoreWithoutOneClearKeyIsRefused() throws Exception {
        KeyStore store = store("one", "two");

        assertMisconfigured("2 keys", () -> Identity.keyStore(store, PASSWORD));
        assertMisconfigured("0 keys", () -> Identity.keyStore(store(), PASSWORD));
        assertMisconfigured("no private key three", () -> Identity.keyStore(store, PASSWORD, "three"));
        assertMisconfigured("password", () -> Identity.keyStore(store, "wrong".toCharArray(), "one"));
        assertMisconfigured("unreadable", () -> Identity.keyStore(KeyStore.getInstance("PKCS12"), PASSWORD));
    }

    @Test
    void aSecretKeyIsNoIdentity() throws Exception {
        KeyStore store = store();
        store.setEntry(
                "aes",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
                new KeyStore.PasswordProtection(PASSWORD));

        assertMisconfigured("no private key", () -> Identity.keyStore(store, PASSWORD));
    }

    @Test
    void anEmptyChainIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Identity.of(List.of(), pair.getPrivate()));
    }

    @Test
    void itHasCopiesOfEverything() {
        List<X509Certificate> given = new ArrayList<>(chain);
        byte[] staple = {1, 2, 3};
        Identity plain = Identity.of(given, pair.getPrivate());
        Identity stapled = plain.withOcspResponse(staple);

        given.clear();
        staple[0] = 9;
        stapled.ocspResponse().orElseThrow()[1] = 9;

        assertEquals(chain, plain.chain());
        assertTrue(plain.ocspResponse().isEmpty());
        assertArrayEquals(new byte[] {1, 2, 3}, stapled.ocspResponse().orElseThrow());
    }

    @Test
    void itsTextNamesTheCertificateAndNotTheKey() {
        String text = Identity.of(chain, pair.getPrivate()).toString();

        assertEquals("Identity[CN=leaf.example]", text);
        assertNotNull(pair.getPrivate().getEncoded());
        assertFalse(text.contains("Key"));
    }
}
