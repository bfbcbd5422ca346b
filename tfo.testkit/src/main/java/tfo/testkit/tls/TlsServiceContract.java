package tfo.testkit.tls;

import java.net.ProtocolFamily;
import org.junit.jupiter.api.Nested;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tls.TlsService;

/**
 * Everything {@link TlsService} promises, over the sockets of any provider. A provider's test extends it, says who the two are, and
 * runs inside a private network namespace (see {@link tfo.lab.PrivateNamespace}). The other end is the JDK's own TLS wherever that
 * has one. What {@link TlsService#supports} says is missing must be refused as documented.
 */
public abstract class TlsServiceContract {

    /** For the provider's suite. */
    protected TlsServiceContract() {}

    /** The provider under test; the same object at every call. */
    protected abstract TlsService service();

    /** The provider of sockets under it; the same object at every call. */
    protected abstract FastOpenSockets sockets();

    /** Whether those put data into the SYN. If not, the first flight must arrive all the same, and the report say so. */
    protected abstract boolean fastOpen();

    /** Of the addresses: {@link java.net.StandardProtocolFamily#INET} or {@code INET6}. */
    protected abstract ProtocolFamily family();

    private SecureSubject subject() {
        return new SecureSubject(service(), sockets(), fastOpen(), family());
    }

    @Nested
    class Handshakes extends HandshakeContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Integrity extends IntegrityContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Ends extends EndContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Waits extends WaitContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Trusting extends TrustContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class ClientCertificates extends ClientCertificateContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Names extends NameContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Channels extends ByteChannelContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Engines extends EngineContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Keys extends KeyContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Resumption extends ResumptionContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class EarlyData extends EarlyDataContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Tickets extends TicketContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Settings extends SettingsContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Staples extends StapleContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }

    @Nested
    class Crowds extends CrowdContract {
        @Override
        SecureSubject subject() {
            return TlsServiceContract.this.subject();
        }
    }
}
