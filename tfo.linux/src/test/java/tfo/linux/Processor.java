package tfo.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Processors of this machine, by their numbers. */
final class Processor {
    // struct cpu_set_t.
    private static final long SET = 128;

    private Processor() {}

    /** One that this process may run on: the calling thread does just now. */
    static int current() {
        return Function.getFunction("c", "sched_getcpu").invokeInt(new Object[0]);
    }

    /** Runs the task on this processor, in a thread of its own. */
    static <T> T on(int processor, Callable<T> task) throws Exception {
        FutureTask<T> result = new FutureTask<>(() -> {
            stay(processor);
            return task.call();
        });
        Thread thread = new Thread(result, "processor " + processor);
        thread.setDaemon(true);
        thread.start();
        return result.get(20, TimeUnit.SECONDS);
    }

    private static void stay(int processor) {
        try (Memory set = new Memory(SET)) {
            set.clear();
            set.setByte(processor / Byte.SIZE, (byte) (1 << processor % Byte.SIZE));
            Object[] arguments = {0, SET, set};
            assertEquals(0, Function.getFunction("c", "sched_setaffinity").invokeInt(arguments));
        }
    }
}
