package tfo.lab;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * What the packets of one connection have in common: two addresses and two ports, without regard to which belongs to which,
 * because the line exchanges the addresses and leaves the ports.
 */
record Endpoints(InetAddress oneAddress, InetAddress otherAddress, int lowPort, int highPort) {

    static Endpoints of(Packet packet) {
        InetAddress source = packet.source();
        InetAddress destination = packet.destination();
        boolean ordered = Arrays.compareUnsigned(source.getAddress(), destination.getAddress()) <= 0;
        int sourcePort = packet.segment().sourcePort();
        int destinationPort = packet.segment().destinationPort();
        return new Endpoints(
                ordered ? source : destination,
                ordered ? destination : source,
                Math.min(sourcePort, destinationPort),
                Math.max(sourcePort, destinationPort));
    }
}
