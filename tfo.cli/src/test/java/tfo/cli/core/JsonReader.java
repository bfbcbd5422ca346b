package tfo.cli.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict reader of JSON (RFC 8259), written apart from the writer it checks. Objects become maps, numbers doubles. */
public final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The one value that the text consists of; anything else is an IllegalArgumentException. */
    public static Object parse(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        reader.require(reader.at == text.length());
        return value;
    }

    /** The one object that the text consists of. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String text) {
        return (Map<String, Object>) parse(text);
    }

    private Object value() {
        space();
        return switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        space();
        while (peek() != '}') {
            require(members.isEmpty() || text.charAt(at++) == ',');
            space();
            String name = string();
            space();
            require(text.charAt(at++) == ':');
            require(!members.containsKey(name));
            members.put(name, value());
            space();
        }
        at++;
        return members;
    }

    private List<Object> items() {
        List<Object> items = new ArrayList<>();
        at++;
        space();
        while (peek() != ']') {
            require(items.isEmpty() || text.charAt(at++) == ',');
            items.add(value());
            space();
        }
        at++;
        return items;
    }

    private String string() {
        require(text.charAt(at++) == '"');
        StringBuilder string = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            require(c >= ' ');
            string.append(c == '\\' ? escape(text.charAt(at++)) : c);
        }
        return string.toString();
    }

    private char escape(char c) {
        int index = "\"\\/bfnrt".indexOf(c);
        if (index >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(index);
        }
        require(c == 'u');
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Object literal() {
        int start = at;
        while (at < text.length() && ",]} \n\t\r".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String literal = text.substring(start, at);
        if (literal.equals("null")) {
            return null;
        }
        if (literal.equals("true") || literal.equals("false")) {
            return literal.equals("true");
        }
        require(literal.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?"));
        return Double.valueOf(literal);
    }

    private char peek() {
        require(at < text.length());
        return text.charAt(at);
    }

    private void space() {
        while (at < text.length() && " \n\t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("no JSON at " + at + ": " + text);
        }
    }
}
