package tfo.tls.gnutls.session;

/**
 * Which groups a handshake offers.
 *
 * @param group the one that is meant, such as {@code X25519}; empty for all alike
 * @param alone whether no other is offered
 */
record Groups(String group, boolean alone) {
    /** All that are allowed, and a key share of two of them. */
    static final Groups ALL = new Groups("", false);

    /** This one alone: the one that a session was made with. */
    static Groups only(String group) {
        return group.isEmpty() ? ALL : new Groups(group, true);
    }

    /** All that are allowed, and a key share of this one. */
    static Groups first(String group) {
        return group.isEmpty() ? ALL : new Groups(group, false);
    }

    /** Whether the first group gets the only key share. */
    boolean oneShare() {
        return !group.isEmpty();
    }
}
