package tfo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import tfo.api.socket.FastOpenSockets;

/**
 * A process that connects and closes: {@code CycleRunner ADDRESS PORT CYCLES}. At a tenth, at half and at the end it prints the
 * cycles done, its descriptors, and its resident memory in KiB after a garbage collection.
 */
final class CycleRunner {
    static final int SAMPLES = 3;

    private CycleRunner() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        int cycles = Integer.parseInt(args[2]);
        FastOpenSockets linux = Providers.linux();
        Exchange channel = new Exchange(Way.connect(linux), remote, ByteBuffer.allocate(64));
        Exchange socket = new Exchange(Way.socket(linux), remote, ByteBuffer.allocate(64));
        List<Integer> samples = List.of(cycles / 10, cycles / 2, cycles);
        for (int cycle = 1; cycle <= cycles; cycle++) {
            (cycle % 2 == 0 ? channel : socket).require();
            if (samples.contains(cycle)) {
                System.gc();
                System.out.println(cycle + " " + Resident.descriptors() + " " + Resident.kibibytes());
            }
        }
    }
}
