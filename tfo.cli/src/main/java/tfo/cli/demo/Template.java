package tfo.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A text of the bundle with places to be filled in, such as <code>{{rows}}</code>. */
final class Template {
    private static final String STYLE = "packets.css";
    private static final String MARKERS = "markers.svg";

    private Template() {}

    /** A page or a picture, in which is already how packets look. */
    static String named(String name) {
        return read(name).replace("{{" + STYLE + "}}", read(STYLE)).replace("{{" + MARKERS + "}}", read(MARKERS));
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Template.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
