package tfo.checks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules about who may see whom. Each looks at the classes of the modules and says in a sentence what breaks it.
 *
 * @param modules of each module its classes, and of each class the classes it names
 */
record Architecture(Map<String, ? extends Map<String, Set<String>>> modules) {

    /** A module sees only what stands on a floor below its own. */
    static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("tfo.api", 0),
            Map.entry("tfo.linux", 1),
            Map.entry("tfo.fallback", 1),
            Map.entry("tfo.tls.gnutls", 1),
            Map.entry("tfo.lab", 1),
            Map.entry("tfo.testkit", 2),
            Map.entry("tfo.cli", 2),
            Map.entry("tfo.itests", 3),
            Map.entry("tfo.bench", 3),
            Map.entry("examples", 3),
            Map.entry("examples/dns-over-tls", 3));

    /**
     * The packages in which one class each, with its nested ones, may name native types; of several classes each stands for an
     * interface of its own in the same package: JnaLibc for Libc.
     */
    static final Set<String> NATIVE_ROOMS = Set.of("tfo.linux.kernel", "tfo.tls.gnutls.library", "tfo.lab");

    private static final List<String> NATIVE_TYPES = List.of("com.sun.jna.", "java.lang.foreign.");

    /** Every rule. */
    List<String> violations() {
        List<String> all = new ArrayList<>();
        all.addAll(modulesWithoutFloor());
        all.addAll(classesOutsideTheirModule());
        all.addAll(doorsUpOrSideways());
        all.addAll(packageCycles());
        all.addAll(packagesOfTheApiThatKnowTooMuch());
        all.addAll(nativeTypesOutsideTheirRoom());
        return all;
    }

    private List<String> modulesWithoutFloor() {
        return modules.keySet().stream()
                .filter(module -> !FLOORS.containsKey(module))
                .map(module -> module + " has no floor: give it one in " + Architecture.class.getSimpleName())
                .toList();
    }

    private List<String> classesOutsideTheirModule() {
        List<String> found = new ArrayList<>();
        modules.forEach((module, classes) -> classes.keySet().stream()
                .filter(name -> !isIn(module, name))
                .forEach(name -> found.add(name + " lies in " + module + ", but its name does not begin so")));
        return found;
    }

    private List<String> doorsUpOrSideways() {
        List<String> found = new ArrayList<>();
        modules.forEach((from, classes) -> classes.forEach((name, uses) -> {
            for (String used : uses) {
                String to = moduleOf(used);
                if (to != null && !to.equals(from) && floor(to) >= floor(from)) {
                    found.add(name + " uses " + used + ": " + from + " (floor " + floor(from) + ") may not see " + to
                            + " (floor " + floor(to) + ")");
                }
            }
        }));
        return found;
    }

    private List<String> packageCycles() {
        List<String> found = new ArrayList<>();
        modules.forEach((module, classes) -> {
            Map<String, Set<String>> packages = packageUses(classes);
            Set<String> told = new HashSet<>();
            for (String start : packages.keySet()) {
                List<String> cycle = told.contains(start) ? List.of() : shortestWayBack(start, packages);
                if (!cycle.isEmpty()) {
                    told.addAll(cycle);
                    found.add("package cycle in " + module + ": " + String.join(" -> ", cycle));
                }
            }
        });
        return found;
    }

    private List<String> packagesOfTheApiThatKnowTooMuch() {
        List<String> found = new ArrayList<>();
        found.addAll(usesOf("tfo.api.tls", "tfo.api.socket", "sockets know no TLS"));
        found.addAll(usesOf("tfo.api.socket", "tfo.api.tcp", "values of TCP know no sockets"));
        return found;
    }

    private List<String> usesOf(String unknown, String room, String rule) {
        List<String> found = new ArrayList<>();
        modules.values()
                .forEach(classes -> classes.forEach((name, uses) -> uses.stream()
                        .filter(used -> isIn(room, name) && isIn(unknown, used))
                        .forEach(used -> found.add(name + " uses " + used + ": " + rule))));
        return found;
    }

    private List<String> nativeTypesOutsideTheirRoom() {
        Map<String, Set<String>> guests = new TreeMap<>();
        modules.forEach((module, classes) -> classes.forEach((name, uses) -> {
            if (uses.stream().anyMatch(Architecture::isNative)) {
                guests.computeIfAbsent(room(name), room -> new TreeSet<>()).add(outermost(name));
            }
        }));
        List<String> found = new ArrayList<>();
        guests.forEach((room, names) -> {
            if (!NATIVE_ROOMS.contains(room)) {
                found.add(names + " use native types, but " + room + " is no native room");
            } else if (names.size() > 1 && !names.stream().allMatch(this::standsForAnInterface)) {
                found.add(names + " use native types, but a native room has one such class per interface");
            }
        });
        return found;
    }

    /** Whether the class is named after a class beside it, which it uses: a.JnaLibc after a.Libc. */
    private boolean standsForAnInterface(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        String declared = packageOf(name) + "." + simple.replaceFirst("^(Jna|Ffm)", "");
        return !declared.equals(name)
                && modules.values().stream()
                        .anyMatch(classes -> classes.containsKey(declared)
                                && classes.getOrDefault(name, Set.of()).contains(declared));
    }

    private static Map<String, Set<String>> packageUses(Map<String, Set<String>> classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        classes.forEach((name, used) -> {
            Set<String> packages = uses.computeIfAbsent(packageOf(name), p -> new TreeSet<>());
            used.stream()
                    .filter(classes::containsKey)
                    .map(Architecture::packageOf)
                    .filter(p -> !p.equals(packageOf(name)))
                    .forEach(packages::add);
        });
        return uses;
    }

    /** The packages of the shortest cycle through this one, which stands at both ends; empty if there is none. */
    private static List<String> shortestWayBack(String start, Map<String, Set<String>> uses) {
        Map<String, List<String>> ways = new TreeMap<>(Map.of(start, List.of(start)));
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String here = open.remove();
            for (String next : uses.getOrDefault(here, Set.of())) {
                List<String> way = new ArrayList<>(ways.get(here));
                way.add(next);
                if (next.equals(start)) {
                    return way;
                }
                if (ways.putIfAbsent(next, way) == null) {
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private static @org.jspecify.annotations.Nullable String moduleOf(String name) {
        return FLOORS.keySet().stream()
                .filter(module -> isIn(module, name))
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    private static int floor(String module) {
        return FLOORS.getOrDefault(module, 0);
    }

    // The packages of a module below another's folder begin with the other's name, and have no hyphen in its own.
    private static boolean isIn(String module, String name) {
        return name.startsWith(module.replace('/', '.').replace("-", "") + ".");
    }

    private static boolean isNative(String name) {
        return NATIVE_TYPES.stream().anyMatch(name::startsWith);
    }

    private static String room(String name) {
        return isIn("tfo.lab", name) ? "tfo.lab" : packageOf(name);
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
