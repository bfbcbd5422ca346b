package tfo.api.tls;

/** A version of the protocol, the older one first. */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String standardName;

    TlsVersion(String standardName) {
        this.standardName = standardName;
    }

    /** The name that JSSE uses, such as {@code TLSv1.3}. */
    public String standardName() {
        return standardName;
    }
}
