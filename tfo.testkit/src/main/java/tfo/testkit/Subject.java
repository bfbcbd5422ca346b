package tfo.testkit;

import java.util.function.Function;
import tfo.api.socket.FastOpenSockets;

/**
 * What is under test.
 *
 * @param sockets the provider; the same object throughout, for it remembers paths
 * @param fastOpen whether it puts data into the SYN. If not, every promise about packets is asserted the other way round: none in
 *     the SYN, and a report that says so
 * @param dialler the way of connecting
 */
record Subject(FastOpenSockets sockets, boolean fastOpen, Dialler dialler) {

    /** The same with another way of connecting. */
    Subject dialledBy(Function<FastOpenSockets, Dialler> way) {
        return new Subject(sockets, fastOpen, way.apply(sockets));
    }
}
