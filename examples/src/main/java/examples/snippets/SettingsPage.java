package examples.snippets;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tfo.api.socket.FastOpenCounters;
import tfo.api.socket.FastOpenSettings;
import tfo.api.socket.FastOpenSockets;

/** docs/man/settings.md. */
final class SettingsPage {
    private SettingsPage() {}

    static String settings(FastOpenSockets sockets) {
        // snippet: settings
        FastOpenSettings settings = sockets.settings();
        if (settings.client() && settings.server()) {
            return "allowed both ways";
        }
        return "sysctl -w net.ipv4.tcp_fastopen=" + (settings.rawMask() | 0x3);
        // end
    }

    static FastOpenCounters counters(FastOpenSockets sockets, Runnable work) {
        // snippet: counters
        FastOpenCounters before = sockets.counters();
        work.run();
        FastOpenCounters added = sockets.counters().since(before);
        // end
        return added;
    }

    static Duration roundTrip(FastOpenSockets sockets, SocketChannel channel) throws IOException {
        // snippet: tcp-info
        return sockets.tcpInfo(channel)
                .map(info -> info.rtt())
                .orElseThrow(() -> new IOException(sockets.name() + " has no TCP_INFO"));
        // end
    }
}
