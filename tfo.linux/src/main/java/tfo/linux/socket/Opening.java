package tfo.linux.socket;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import tfo.api.socket.ConnectRequest;

/**
 * A new channel, ready to be connected.
 *
 * @param channel the JDK's channel
 * @param plan whether Fast Open is tried
 * @param number the number of its descriptor, or {@link Descriptors#NOT_FOUND} where it was not looked for
 */
record Opening(SocketChannel channel, Plan plan, int number) {

    /**
     * Opens a channel.
     *
     * @param waiting whether its descriptor will be waited for, though Fast Open may not be tried
     */
    static Opening of(ConnectRequest request, boolean blocking, boolean waiting, Platform platform) throws IOException {
        Plan plan = Plan.of(request, platform.paths());
        boolean search =
                plan.tried() || waiting || OptionTable.anyOf(request.options().keySet());
        int hint = search ? platform.descriptors().guess() : Descriptors.NO_HINT;
        SocketChannel channel = opened(request);
        boolean done = false;
        try {
            if (!blocking) {
                channel.configureBlocking(false);
            }
            int number = search ? platform.descriptors().findNew(channel, hint) : Descriptors.NOT_FOUND;
            Opening opening = prepared(channel, plan, number, request, platform);
            done = true;
            return opening;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private static SocketChannel opened(ConnectRequest request) throws IOException {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw Addresses.named(e, "connect", request.remote());
        }
    }

    private static Opening prepared(
            SocketChannel channel, Plan plan, int number, ConnectRequest request, Platform platform)
            throws IOException {
        if (!request.options().isEmpty()) {
            platform.prepare(channel, number, request.options());
        }
        if (request.local().isPresent()) {
            bind(channel, request);
        }
        if (!plan.tried()) {
            return new Opening(channel, plan, number);
        }
        String reason = platform.arm(number);
        return new Opening(channel, reason.isEmpty() ? plan : Plan.not(reason), number);
    }

    private static void bind(SocketChannel channel, ConnectRequest request) throws IOException {
        try {
            channel.bind(request.local().orElseThrow());
        } catch (IOException e) {
            throw Addresses.named(e, "bind", request.local().orElseThrow());
        }
    }
}
