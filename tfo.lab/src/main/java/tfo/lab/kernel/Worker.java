package tfo.lab.kernel;

/** A daemon thread that somebody owns. */
public final class Worker {
    private final Thread thread;

    private Worker(Thread thread) {
        this.thread = thread;
    }

    /** Makes one that does not run yet. */
    public static Worker of(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return new Worker(thread);
    }

    /** Starts it; once. */
    public void start() {
        thread.start();
    }

    /** Waits until it has ended, however often the caller is interrupted meanwhile. */
    public void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
