package tfo.tls.gnutls.transport;

import tfo.tls.gnutls.library.NativeMemory;
import tfo.tls.gnutls.library.Natives;

/** A struct pollfd for the waits of one thread at a time. */
final class PollFd {
    private static final int SIZE = 8;
    private static final int EVENTS_AT = 4;

    private final Natives natives;
    private final long address;

    /** In this memory, which is there for as long as the result is used. */
    PollFd(Natives natives, NativeMemory memory, int descriptor, short events) {
        this.natives = natives;
        this.address = memory.allocate(SIZE);
        memory.view(address, SIZE).putInt(0, descriptor).putShort(EVENTS_AT, events);
    }

    /** Whether the descriptor has one of the events, or an error; waits so many milliseconds, -1 for ever. */
    boolean poll(int millis) {
        return natives.libc().poll(address, 1, millis) > 0;
    }
}
