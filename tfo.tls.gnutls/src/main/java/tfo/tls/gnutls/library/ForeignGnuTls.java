package tfo.tls.gnutls.library;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The same functions, those that every connection calls by {@code java.lang.foreign}. */
final class ForeignGnuTls extends JnaGnuTls {
    private static final MethodHandle INIT = function("gnutls_init", int.class, long.class, int.class);
    private static final MethodHandle DEINIT = function("gnutls_deinit", void.class, long.class);
    private static final MethodHandle TRANSPORT_SET_INT2 =
            function("gnutls_transport_set_int2", void.class, long.class, int.class, int.class);
    private static final MethodHandle HANDSHAKE_SET_TIMEOUT =
            function("gnutls_handshake_set_timeout", void.class, long.class, int.class);
    private static final MethodHandle HANDSHAKE = function("gnutls_handshake", int.class, long.class);
    private static final MethodHandle RECORD_GET_DIRECTION =
            function("gnutls_record_get_direction", int.class, long.class);
    private static final MethodHandle RECORD_RECV =
            function("gnutls_record_recv", long.class, long.class, long.class, long.class);
    private static final MethodHandle RECORD_SEND =
            function("gnutls_record_send", long.class, long.class, long.class, long.class);
    private static final MethodHandle BYE = function("gnutls_bye", int.class, long.class, int.class);
    private static final MethodHandle ERROR_IS_FATAL = function("gnutls_error_is_fatal", int.class, int.class);
    private static final MethodHandle PRIORITY_SET = function("gnutls_priority_set", int.class, long.class, long.class);
    private static final MethodHandle CREDENTIALS_SET =
            function("gnutls_credentials_set", int.class, long.class, int.class, long.class);
    private static final MethodHandle SESSION_SET_VERIFY_CERT2 =
            function("gnutls_session_set_verify_cert2", void.class, long.class, long.class, int.class, int.class);
    private static final MethodHandle CERTIFICATE_GET_PEERS =
            function("gnutls_certificate_get_peers", long.class, long.class, long.class);
    private static final MethodHandle SERVER_NAME_SET =
            function("gnutls_server_name_set", int.class, long.class, int.class, long.class, long.class);
    private static final MethodHandle ALPN_GET_SELECTED_PROTOCOL =
            function("gnutls_alpn_get_selected_protocol", int.class, long.class, long.class);
    private static final MethodHandle PROTOCOL_GET_VERSION =
            function("gnutls_protocol_get_version", int.class, long.class);
    private static final MethodHandle GROUP_GET = function("gnutls_group_get", int.class, long.class);
    private static final MethodHandle GROUP_GET_NAME = function("gnutls_group_get_name", long.class, int.class);
    private static final MethodHandle SESSION_IS_RESUMED = function("gnutls_session_is_resumed", int.class, long.class);
    private static final MethodHandle SESSION_GET_DATA2 =
            function("gnutls_session_get_data2", int.class, long.class, long.class);
    private static final MethodHandle SESSION_SET_DATA =
            function("gnutls_session_set_data", int.class, long.class, long.class, long.class);
    private static final MethodHandle HANDSHAKE_SET_HOOK_FUNCTION =
            function("gnutls_handshake_set_hook_function", void.class, long.class, int.class, int.class, long.class);
    private static final MethodHandle ERRNO_LOCATION = function("__errno_location", long.class);

    /** To be made where {@link Foreign} serves: without it this class cannot be initialized. */
    ForeignGnuTls() {}

    private static MethodHandle function(String name, Class<?> result, Class<?>... arguments) {
        try {
            return Foreign.get().function(addressOf(name), MethodType.methodType(result, arguments));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name + ": " + e.getMessage(), e);
        }
    }

    // Nothing that sets it stands between a call that failed and this one.
    @Override
    public int errno() {
        try {
            long location = (long) ERRNO_LOCATION.invokeExact();
            return ByteBuffer.wrap(bytes(location, Integer.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .getInt();
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    // C does not throw, and the types are those of the handle.
    private static IllegalStateException impossible(Throwable e) {
        return new IllegalStateException("a call into the library failed", e);
    }

    @Override
    public int gnutls_init(long session, int flags) {
        try {
            return (int) INIT.invokeExact(session, flags);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public void gnutls_deinit(long session) {
        try {
            DEINIT.invokeExact(session);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public void gnutls_transport_set_int2(long session, int receive, int send) {
        try {
            TRANSPORT_SET_INT2.invokeExact(session, receive, send);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public void gnutls_handshake_set_timeout(long session, int millis) {
        try {
            HANDSHAKE_SET_TIMEOUT.invokeExact(session, millis);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_handshake(long session) {
        try {
            return (int) HANDSHAKE.invokeExact(session);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_record_get_direction(long session) {
        try {
            return (int) RECORD_GET_DIRECTION.invokeExact(session);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public long gnutls_record_recv(long session, long buffer, long length) {
        try {
            return (long) RECORD_RECV.invokeExact(session, buffer, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public long gnutls_record_send(long session, long buffer, long length) {
        try {
            return (long) RECORD_SEND.invokeExact(session, buffer, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_bye(long session, int how) {
        try {
            return (int) BYE.invokeExact(session, how);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_error_is_fatal(int code) {
        try {
            return (int) ERROR_IS_FATAL.invokeExact(code);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_priority_set(long session, long priority) {
        try {
            return (int) PRIORITY_SET.invokeExact(session, priority);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_credentials_set(long session, int type, long credentials) {
        try {
            return (int) CREDENTIALS_SET.invokeExact(session, type, credentials);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public void gnutls_session_set_verify_cert2(long session, long data, int elements, int flags) {
        try {
            SESSION_SET_VERIFY_CERT2.invokeExact(session, data, elements, flags);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public long gnutls_certificate_get_peers(long session, long count) {
        try {
            return (long) CERTIFICATE_GET_PEERS.invokeExact(session, count);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_server_name_set(long session, int type, long name, long length) {
        try {
            return (int) SERVER_NAME_SET.invokeExact(session, type, name, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_alpn_get_selected_protocol(long session, long protocol) {
        try {
            return (int) ALPN_GET_SELECTED_PROTOCOL.invokeExact(session, protocol);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_protocol_get_version(long session) {
        try {
            return (int) PROTOCOL_GET_VERSION.invokeExact(session);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_group_get(long session) {
        try {
            return (int) GROUP_GET.invokeExact(session);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public long gnutls_group_get_name(int group) {
        try {
            return (long) GROUP_GET_NAME.invokeExact(group);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_session_is_resumed(long session) {
        try {
            return (int) SESSION_IS_RESUMED.invokeExact(session);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_session_get_data2(long session, long data) {
        try {
            return (int) SESSION_GET_DATA2.invokeExact(session, data);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public int gnutls_session_set_data(long session, long data, long length) {
        try {
            return (int) SESSION_SET_DATA.invokeExact(session, data, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    @Override
    public void gnutls_handshake_set_hook_function(long session, int type, int when, long function) {
        try {
            HANDSHAKE_SET_HOOK_FUNCTION.invokeExact(session, type, when, function);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }
}
