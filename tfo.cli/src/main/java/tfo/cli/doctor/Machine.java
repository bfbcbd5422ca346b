package tfo.cli.doctor;

import tfo.cli.core.JsonObject;

/**
 * What all this runs on.
 *
 * @param kernel name, release and architecture of the operating system
 * @param jdk version, vendor and home of the Java runtime
 */
record Machine(String kernel, String jdk) {

    static Machine here() {
        return new Machine(
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                property("java.runtime.version") + " " + property("java.vendor") + " in " + property("java.home"));
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    JsonObject json() {
        return new JsonObject().put("kernel", kernel).put("jdk", jdk);
    }
}
