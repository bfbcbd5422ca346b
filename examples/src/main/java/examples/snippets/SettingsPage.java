package examples.snippets;

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
}
