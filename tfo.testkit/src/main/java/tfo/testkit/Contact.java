package tfo.testkit;

/** Whether the client has met the peer's address before. */
enum Contact {
    /** Never: there is no cookie, a Fast Open asks for one. */
    FIRST,
    /** It has: there is a cookie, a Fast Open puts data into the SYN. */
    KNOWN
}
