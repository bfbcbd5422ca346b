package examples.snippets;

import java.util.Map;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpCounters;
import tfo.api.tcp.TcpSetting;
import tfo.api.tcp.TcpSystemSettings;

/** docs/man/settings.md and counters.md. */
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

    static Map<String, Long> allCounters(FastOpenSockets sockets, Runnable work) {
        // snippet: tcp-counters
        TcpCounters before = sockets.tcpCounters();
        work.run();
        Map<String, Long> happened = sockets.tcpCounters().since(before).counted();
        // end
        return happened;
    }

    static void system(FastOpenSockets sockets) {
        // snippet: system-settings
        TcpSystemSettings system = sockets.systemSettings();
        long waiting = system.get(TcpSetting.SOMAXCONN).orElse(0L);
        System.out.println("up to " + waiting + " connections may wait to be accepted");
        for (TcpSystemSettings.Advice advice : system.fastOpenAdvice()) {
            System.out.println(
                    advice.problem() + advice.command().map(line -> ": " + line).orElse(""));
        }
        // end
    }
}
