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
        YES,
        /** It is refused in this state, or without effect. */
        NO,
        /** It takes a privilege that this process has not. */
        PRIVILEGED,
        /** There is nothing to try, or the system takes no value but the one it has. */
        NONE;

        /** As it stands in the table. */
        public String text() {
            return switch (this) {
                case YES -> "yes";
                case NO -> "no";
                case PRIVILEGED -> "privileged";
                case NONE -> "-";
            };
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
