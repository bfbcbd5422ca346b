package tfo.itests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tfo.itests.load.Stream;
import tfo.itests.load.StreamLoad;

/** Opens short streams one after the other, by whichever provider is there at that moment, until told to finish. */
final class Caller {
    private final StreamLoad load;
    private final Dialer dialer;
    private final CompletableFuture<List<Stream>> result = new CompletableFuture<>();
    private volatile boolean finishing;
    private volatile int calls;

    private Caller(StreamLoad load, Dialer dialer) {
        this.load = load;
        this.dialer = dialer;
    }

    static Caller start(StreamLoad load, Dialer dialer) {
        Caller caller = new Caller(load, dialer);
        Thread thread = new Thread(caller::run, "caller");
        thread.setDaemon(true);
        thread.start();
        return caller;
    }

    /** How many streams have ended well so far. */
    int calls() {
        return calls;
    }

    /** Every stream it opened, the last one ended, or what went wrong. */
    List<Stream> finish() throws Exception {
        finishing = true;
        return result.get(90, TimeUnit.SECONDS);
    }

    private void run() {
        List<Stream> streams = new ArrayList<>();
        try {
            while (!finishing) {
                Stream stream = load.open(dialer.sockets());
                load.end(List.of(stream));
                streams.add(stream);
                calls = streams.size();
            }
            result.complete(streams);
        } catch (Exception | Error e) {
            load.fail(e);
            result.completeExceptionally(e);
        }
    }
}
