package tfo.testkit;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.Map;
import java.util.Optional;
import tfo.api.socket.ConnectRequest;

/** Copies of requests that lack or change what cannot be taken back by the request itself. */
final class Requests {
    private Requests() {}

    static ConnectRequest notBound(ConnectRequest request) {
        return copy(request, request.remote(), Optional.empty(), request.options());
    }

    static ConnectRequest withoutOptions(ConnectRequest request) {
        return copy(request, request.remote(), request.local(), Map.of());
    }

    static ConnectRequest toAnother(ConnectRequest request, InetSocketAddress remote) {
        return copy(request, remote, request.local(), request.options());
    }

    private static ConnectRequest copy(
            ConnectRequest request,
            InetSocketAddress remote,
            Optional<InetSocketAddress> local,
            Map<SocketOption<?>, Object> options) {
        ConnectRequest copy = ConnectRequest.to(remote)
                .firstFlight(request.firstFlight())
                .timeout(request.timeout())
                .policy(request.policy())
                .firstSpeaker(request.firstSpeaker());
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            copy = copy.option(typed(option.getKey()), option.getValue());
        }
        return local.isPresent() ? copy.local(local.get()) : copy;
    }

    @SuppressWarnings("unchecked")
    private static SocketOption<Object> typed(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }
}
