package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.TcpOptions;

/** TCP_INQ shows in the control messages of recvmsg(2) only, which the JDK does not call. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InqTest {
    private static final int MSG_HEADER = 56, CONTROL = 64, INQ = 36;

    private final FastOpenSockets sockets = new LinuxSockets();

    @Test
    @EffectOf("TCP_INQ")
    void eachReceivedMessageTellsHowManyBytesAreLeftAndWithoutTheOptionNone() throws IOException {
        try (Pair pair = Pair.connected(sockets)) {
            int descriptor = pair.client().descriptor().orElseThrow();
            pair.accepted().write(ByteBuffer.allocate(300));

            assertEquals(OptionalInt.empty(), bytesLeftAfter(50, descriptor));
            pair.client().setOption(TcpOptions.TCP_INQ, true);
            assertEquals(OptionalInt.of(200), bytesLeftAfter(50, descriptor));
        }
    }

    /** Reads so many bytes and returns what struct cmsghdr tells, if there is one: length, level, type, and an int. */
    private static OptionalInt bytesLeftAfter(int read, int descriptor) {
        try (Memory header = new Memory(MSG_HEADER);
                Memory vector = new Memory(2L * Native.POINTER_SIZE);
                Memory control = new Memory(CONTROL);
                Memory bytes = new Memory(read)) {
            header.clear();
            vector.setPointer(0, bytes);
            vector.setLong(Native.POINTER_SIZE, read);
            header.setPointer(16, vector);
            header.setLong(24, 1);
            header.setPointer(32, control);
            header.setLong(40, CONTROL);

            long received = Function.getFunction("c", "recvmsg").invokeLong(new Object[] {descriptor, header, 0});

            assertEquals(read, received);
            if (header.getLong(40) == 0) {
                return OptionalInt.empty();
            }
            assertEquals(INQ, control.getInt(12));
            return OptionalInt.of(control.getInt(16));
        }
    }
}
