package tfo.cli.options;

import tfo.cli.core.JsonObject;

/**
 * What one option can do.
 *
 * @param name its name in tcp(7)
 * @param type the Java type of its values
 * @param since the Linux that first had it
 * @param read whether it can be read
 * @param beforeConnect whether it can be set on a new channel
 * @param listening whether it can be set on a listener
 * @param connected whether it can be set on a connection
 * @param inherited whether an accepted connection has what the listener was given
 */
public record OptionRow(
        String name,
        String type,
        String since,
        Verdict read,
        Verdict beforeConnect,
        Verdict listening,
        Verdict connected,
        Verdict inherited) {

    /** What a trial showed. */
    public enum Verdict {
        /** It works. */
        YES("yes", "it works"),
        /** A connection reads something else than its listener. */
        NO("no", "a connection does not have what its listener was given"),
        /** It was refused whatever its value. */
        READ_ONLY("read only", "it can be read and not set"),
        /** It was refused in this state. */
        TOO_LATE("too late", "refused: the channel is past the state for it, or it is for the other kind of channel"),
        /** It was refused, or taken and not kept. */
        NO_EFFECT(
                "no effect", "refused, because the kernel would take it and make nothing of it; or taken and not kept"),
        /** It is not there. */
        ABSENT("absent", "this kernel or this provider does not have it"),
        /** It takes a privilege that this process has not. */
        PRIVILEGED("privileged", "it takes a capability that this process has not"),
        /** There is nothing to try, or the system takes no value but the one it has. */
        NONE("-", "nothing to try: it cannot be set there, or a connection reads what it found out by itself");

        private final String text;
        private final String meaning;

        Verdict(String text, String meaning) {
            this.text = text;
            this.meaning = meaning;
        }

        /** As it stands in the table. */
        public String text() {
            return text;
        }

        String meaning() {
            return meaning;
        }
    }

    /** One row of JSON. */
    public JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("type", type)
                .put("since", since)
                .put("read", read.text())
                .put(
                        "set",
                        new JsonObject()
                                .put("beforeConnect", beforeConnect.text())
                                .put("listening", listening.text())
                                .put("connected", connected.text()))
                .put("inherited", inherited.text());
    }
}
