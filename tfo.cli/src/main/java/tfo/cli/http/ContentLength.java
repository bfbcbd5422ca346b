package tfo.cli.http;

import java.util.List;

/** The field Content-Length (RFC 9110 section 8.6). */
final class ContentLength {
    private ContentLength() {}

    /** The one length that all these values agree on. */
    static long of(List<String> values) throws HttpException {
        String value = values.get(0);
        if (!value.matches("\\d{1,18}") || !values.stream().allMatch(value::equals)) {
            throw HttpException.bad("Content-Length is wrong: " + values);
        }
        return Long.parseLong(value);
    }
}
