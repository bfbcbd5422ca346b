package tfo.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a reader must know of the machine, and no name of it. */
final class Machine {
    private Machine() {}

    static Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("architecture", System.getProperty("os.arch", "?"));
        facts.put("kernel", System.getProperty("os.version", "?").replaceFirst("-.*", ""));
        facts.put("jdk", System.getProperty("java.vm.version", "?"));
        return facts;
    }
}
