package tfo.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import tfo.api.Availability;
import tfo.api.socket.SocketQueues;

/** Queues that hand everything on to real ones. */
class ForwardingQueues implements SocketQueues {
    final SocketQueues real;

    ForwardingQueues(SocketQueues real) {
        this.real = real;
    }

    @Override
    public Availability supports(Operation operation) {
        return real.supports(operation);
    }

    @Override
    public int inQueue() throws IOException {
        return real.inQueue();
    }

    @Override
    public int outQueue() throws IOException {
        return real.outQueue();
    }

    @Override
    public int unsent() throws IOException {
        return real.unsent();
    }

    @Override
    public boolean atMark() throws IOException {
        return real.atMark();
    }

    @Override
    public int peek(ByteBuffer buffer) throws IOException {
        return real.peek(buffer);
    }

    @Override
    public long discard(long most) throws IOException {
        return real.discard(most);
    }

    @Override
    public boolean sendUrgent(byte urgent) throws IOException {
        return real.sendUrgent(urgent);
    }

    @Override
    public OptionalInt receiveUrgent() throws IOException {
        return real.receiveUrgent();
    }
}
