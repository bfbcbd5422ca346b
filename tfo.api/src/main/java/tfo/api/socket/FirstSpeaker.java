package tfo.api.socket;

/**
 * Who says the first word in the protocol spoken over a connection. It decides when a SYN that is held back for data leaves
 * without any.
 */
public enum FirstSpeaker {
    /**
     * Goes by the port where that tells (a server speaks first in SMTP, IMAP, POP3, NNTP, FTP, SSH and MySQL), and otherwise by what
     * the program does first: a read lets the SYN leave without data. On the ports of protocols in which the client speaks
     * first, a read gives another thread a quarter of a second to write.
     */
    AUTO,
    /** The client. A read waits until another thread has written. */
    CLIENT,
    /** The server. {@code connect} sends the SYN at once; with a cookie the server's first words come a round trip earlier. */
    SERVER
}
