package tfo.api.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which hosts a certificate is for, to choose the one to show; RFC 6125 section 6.4. */
final class CertificateNames {
    private static final Integer DNS_NAME = 2;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=([^,+\\\\]+)");

    private CertificateNames() {}

    static boolean match(X509Certificate certificate, String host) {
        return names(certificate).stream().anyMatch(name -> matches(name, host.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String name, String host) {
        return name.equals(host) || (name.startsWith("*.") && name.substring(1).equals(domain(host)));
    }

    private static String domain(String host) {
        return host.substring(Math.max(0, host.indexOf('.')));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names.isEmpty() ? commonNames(certificate) : names;
    }

    // Of certificates older than RFC 6125; a host name has nothing in it that RFC 2253 would escape.
    private static List<String> commonNames(X509Certificate certificate) {
        Matcher matcher =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return matcher.find() ? List.of(matcher.group(1).toLowerCase(Locale.ROOT)) : List.of();
    }
}
