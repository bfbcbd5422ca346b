package tfo.api.socket;

import java.net.SocketOption;

/** An option of somebody else's whose value is an array. */
enum Blob implements SocketOption<byte[]> {
    OPTION;

    @Override
    public Class<byte[]> type() {
        return byte[].class;
    }
}
