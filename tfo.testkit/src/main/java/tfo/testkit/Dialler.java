package tfo.testkit;

import java.io.IOException;
import java.time.Duration;
import tfo.api.socket.ConnectRequest;

/** The way of connecting that is under test. */
interface Dialler {

    /** Connects as the request says and hands over its first flight, whether in the SYN or after it. */
    Link dial(ConnectRequest request) throws IOException;

    /** How much too early a time-out may strike at the most. */
    Duration earliness();
}
