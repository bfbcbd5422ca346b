package tfo.linux;

/** For what must happen before something else does, by a clock that does not wait for a busy machine. */
interface Attempt {
    boolean succeeds() throws Exception;

    /** Whether one of twenty does. */
    static boolean once(Attempt attempt) throws Exception {
        for (int i = 0; i < 20; i++) {
            if (attempt.succeeds()) {
                return true;
            }
        }
        return false;
    }
}
