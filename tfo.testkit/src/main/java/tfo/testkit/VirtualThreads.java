package tfo.testkit;

import java.lang.reflect.Method;

/** Virtual threads where the JDK has them (21 and later), platform threads where not: the promises are the same. */
final class VirtualThreads {
    private VirtualThreads() {}

    static Thread unstarted(Runnable work) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
            return (Thread) unstarted.invoke(builder, work);
        } catch (NoSuchMethodException e) {
            return platform(work);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }

    private static Thread platform(Runnable work) {
        Thread thread = new Thread(work, "as if virtual");
        thread.setDaemon(true);
        return thread;
    }
}
