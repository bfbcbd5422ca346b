package tfo.tls.gnutls.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import tfo.tls.gnutls.library.Natives;

/** A struct pollfd for the waits of one thread at a time. */
final class PollFd {
    private static final int SIZE = 8;
    private static final int EVENTS_AT = 4;

    private final Natives natives;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    private final long address;

    PollFd(Natives natives, int descriptor, short events) {
        this.natives = natives;
        this.address = natives.gnutls().address(memory);
        memory.putInt(0, descriptor).putShort(EVENTS_AT, events);
    }

    /** Whether the descriptor has one of the events, or an error; waits so many milliseconds, -1 for ever. */
    boolean poll(int millis) {
        return natives.libc().poll(address, 1, millis) > 0;
    }
}
