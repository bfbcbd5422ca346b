package tfo.api.tls;

/** Why a session was not taken for a resumption. */
public enum SessionRefusal {
    /** There is none for this key. */
    ABSENT,
    /** The bytes are not a sealed session. */
    NOT_A_SESSION,
    /** Sealed in a format that this version does not know. */
    OTHER_FORMAT,
    /** Bytes are missing, or there are more than there should be. */
    WRONG_LENGTH,
    /** Sealed under another secret. */
    OTHER_SECRET,
    /** The seal is broken: bytes were changed. */
    BROKEN_SEAL,
    /** Made by another version of the library, or by another provider. */
    OTHER_LIBRARY,
    /** Made under another {@link SessionKey}: for another host, or under other settings. */
    OTHER_KEY,
    /** Its lifetime is over. */
    EXPIRED,
    /** It is from the future: a clock was stepped back. */
    CLOCK,
    /** It has been used, or {@linkplain SessionData#destroy() destroyed}. */
    SPENT,
    /** Its file may be read by others than its owner. */
    EXPOSED,
    /** Its file could not be read. */
    UNREADABLE,
    /** The library did not want it. */
    REJECTED
}
