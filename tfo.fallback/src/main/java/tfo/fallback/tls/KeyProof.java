package tfo.fallback.tls;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.List;
import java.util.Set;
import tfo.api.tls.Identity;
import tfo.api.tls.TlsException;

/** Shows that the key of an identity is that of its certificate, which JSSE would find out in the first handshake only. */
final class KeyProof {
    // A key for RSASSA-PSS is bound to parameters that only the handshake settles.
    private static final Set<String> PROVABLE = Set.of("EC", "RSA", "EdDSA", "Ed25519", "Ed448");

    private KeyProof() {}

    static void of(List<Identity> identities) throws TlsException {
        for (Identity identity : identities) {
            if (PROVABLE.contains(identity.key().getAlgorithm()) && !proven(identity)) {
                throw new TlsException(
                        TlsException.Reason.MISCONFIGURED, "IDENTITY", identity + ": its key is not its certificate's");
            }
        }
    }

    private static boolean proven(Identity identity) {
        PublicKey own = identity.chain().get(0).getPublicKey();
        byte[] challenge = new byte[32];
        new SecureRandom().nextBytes(challenge);
        try {
            Signature signature = Signature.getInstance(algorithm(own));
            signature.initSign(identity.key());
            signature.update(challenge);
            byte[] proof = signature.sign();
            signature.initVerify(own);
            signature.update(challenge);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String algorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }
}
