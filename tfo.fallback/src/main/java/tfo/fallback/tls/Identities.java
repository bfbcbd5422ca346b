package tfo.fallback.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import tfo.api.tls.Identity;

/**
 * Chooses among the identities: the first one that names the server that is asked for, and of a kind of key that the peer knows; or
 * else the first of such a kind. An alias is an identity's place in the list.
 */
final class Identities extends X509ExtendedKeyManager {
    private final List<Identity> identities;
    private final FullHandshakes handshakes;

    Identities(List<Identity> identities, FullHandshakes handshakes) {
        this.identities = List.copyOf(identities);
        this.handshakes = handshakes;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            handshakes.noteAt(engine);
            return alias(choice(session), List.of(keyType));
        }
        // No handshake yet: from JDK 25 on a ticket holds a checksum of the certificate only, and the JDK looks for
        // what fits it.
        return alias(identities.stream().filter(i -> keyType(i).equals(keyType)).findFirst(), List.of(keyType));
    }

    private Optional<Identity> choice(ExtendedSSLSession session) {
        List<String> signatures = Arrays.asList(session.getPeerSupportedSignatureAlgorithms());
        List<Identity> usable =
                identities.stream().filter(i -> isKnown(keyType(i), signatures)).toList();
        String host = host(session.getRequestedServerNames());
        return usable.stream()
                .filter(i -> i.names(host))
                .findFirst()
                .or(() -> usable.stream().findFirst());
    }

    private static String host(@Nullable List<SNIServerName> names) {
        if (names != null) {
            for (SNIServerName name : names) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return "";
    }

    // The JDK asks for one kind of key after the other, in an order of its own: the choice is made before, among all
    // kinds.
    private @Nullable String alias(Optional<Identity> choice, List<String> keyTypes) {
        return choice.filter(i -> keyTypes.contains(keyType(i)))
                .map(i -> Integer.toString(identities.indexOf(i)))
                .orElse(null);
    }

    private static String keyType(Identity identity) {
        String algorithm = identity.chain().get(0).getPublicKey().getAlgorithm();
        return algorithm.equals("Ed25519") || algorithm.equals("Ed448") ? "EdDSA" : algorithm;
    }

    private static boolean isKnown(String keyType, List<String> signatures) {
        return signatures.isEmpty()
                || signatures.stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .anyMatch(name -> switch (keyType) {
                            case "EC" -> name.endsWith("WITHECDSA");
                            case "RSA" -> name.endsWith("WITHRSA") || name.equals("RSASSA-PSS");
                            case "EdDSA" -> name.startsWith("ED");
                            default -> name.contains(keyType.toUpperCase(Locale.ROOT));
                        });
    }

    /** What a server's authorities are does not matter: it is told who we are, and judges for itself. */
    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        List<String> wanted = Arrays.asList(keyTypes);
        return alias(
                identities.stream().filter(i -> wanted.contains(keyType(i))).findFirst(), wanted);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identities.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
