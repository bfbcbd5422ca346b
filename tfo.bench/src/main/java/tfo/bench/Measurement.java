package tfo.bench;

/** Something that can be measured. */
interface Measurement {

    /** What to call it on the command line. */
    String name();

    /** What it tells, in one line. */
    String purpose();

    /** Measures, inside a private namespace. */
    Result measure(Scale scale, Progress progress) throws Exception;
}
