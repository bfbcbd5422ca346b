package tfo.itests;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounters;

/** A consumer that has no use for another provider than the native one. */
@Component(service = LinuxOnly.class)
public class LinuxOnly {

    private final FastOpenSockets sockets;

    /** Made when the native provider is there, given up when it goes. */
    @Activate
    public LinuxOnly(@Reference(target = "(tfo.provider=linux)") FastOpenSockets sockets) {
        this.sockets = sockets;
    }

    /** The kernel's totals. */
    public FastOpenCounters counters() {
        return sockets.counters();
    }
}
