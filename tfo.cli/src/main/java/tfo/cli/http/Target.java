package tfo.cli.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tfo.cli.core.HostPort;

/**
 * What an http or https URL names.
 *
 * @param secure whether the URL begins with {@code https:}
 * @param origin the host and port to connect to
 * @param authority the same as the URL writes it, for the field Host
 * @param resource path and query, as they go into the request line
 */
public record Target(boolean secure, HostPort origin, String authority, String resource) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * Reads an {@code http://} or {@code https://} URL.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Target parse(String url) {
        URI uri = uri(url);
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("'" + url + "' does not begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'" + url + "' does not name a host as http://HOST[:PORT]/PATH does");
        }
        return new Target(secure, origin(uri, secure ? HTTPS : HTTP), uri.getRawAuthority(), resource(uri));
    }

    private static URI uri(String url) {
        try {
            return new URI(new URI(url).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + url + "' is no URL: " + e.getReason(), e);
        }
    }

    private static HostPort origin(URI uri, int usual) {
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HostPort(bare, uri.getPort() < 0 ? usual : uri.getPort());
    }

    private static String resource(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /**
     * A whole request without a body, after which the server is to close the connection.
     *
     * @param method a token, such as GET
     * @param extra fields that are added; a Host among them replaces ours
     */
    public ByteBuffer request(String method, List<Fields.Field> extra) {
        StringBuilder text = new StringBuilder(method + " " + resource + " HTTP/1.1\r\n");
        if (extra.stream().noneMatch(field -> field.name().equalsIgnoreCase("Host"))) {
            text.append("Host: ").append(authority).append("\r\n");
        }
        text.append("User-Agent: tfo\r\nAccept: */*\r\nConnection: close\r\n");
        extra.forEach(field ->
                text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        return ByteBuffer.wrap(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
