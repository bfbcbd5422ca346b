package tfo.cli.doctor;

import tfo.api.socket.AvoidedPath;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounter;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpSystemSettings;
import tfo.cli.core.JsonObject;
import tfo.cli.core.Provider;

/** A {@link Diagnosis} for programs. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /** The diagnosis as one object. */
    public static JsonObject of(Diagnosis diagnosis) {
        return new JsonObject()
                .put("works", diagnosis.works())
                .put("clients", diagnosis.clientsWork())
                .put("verdict", diagnosis.verdict())
                .put("cure", diagnosis.cure().orElse(null))
                .put("kernel", diagnosis.machine().kernel())
                .put("jdk", diagnosis.machine().jdk())
                .put(
                        "providers",
                        diagnosis.catalogue().providers().stream()
                                .map(provider -> provider(diagnosis, provider))
                                .toList())
                .put("tls", diagnosis.tls().stream().map(TlsState::json).toList())
                .put("broken", diagnosis.broken())
                .put(
                        "settings",
                        diagnosis.settings().map(DiagnosisJson::settings).orElse(null))
                .put(
                        "advice",
                        diagnosis.system().fastOpenAdvice().stream()
                                .map(DiagnosisJson::advice)
                                .toList())
                .put("paused", diagnosis.paused())
                .put("counters", counters(diagnosis.counters().fastOpen()))
                .put("selfTest", diagnosis.selfTest().json())
                .put(
                        "selfTestInNamespace",
                        diagnosis.elsewhere().map(SelfTestReport::json).orElse(null))
                .put(
                        "avoidedPaths",
                        diagnosis.avoided().stream().map(DiagnosisJson::path).toList());
    }

    /** The same with every setting for TCP and every total. */
    public static JsonObject all(Diagnosis diagnosis) {
        JsonObject totals = new JsonObject();
        diagnosis.counters().rows().forEach(totals::put);
        return of(diagnosis)
                .put("systemSettings", SystemReport.json(diagnosis.system()))
                .put("tcpCounters", totals);
    }

    private static JsonObject advice(TcpSystemSettings.Advice advice) {
        return new JsonObject()
                .put("setting", advice.setting().name())
                .put("problem", advice.problem())
                .put("command", advice.command().orElse(null));
    }

    private static JsonObject provider(Diagnosis diagnosis, Provider<FastOpenSockets> provider) {
        return new JsonObject()
                .put("name", provider.name())
                .put("ranking", provider.ranking())
                .put("usable", provider.availability().usable())
                .put("reason", provider.availability().reason())
                .put(
                        "chosen",
                        diagnosis.catalogue().chosen().filter(provider::equals).isPresent());
    }

    private static JsonObject settings(FastOpenSettings settings) {
        return new JsonObject()
                .put("tcp_fastopen", settings.rawMask())
                .put("bits", Bit.of(settings).stream().map(Bit::json).toList())
                .put("blackholeTimeoutSeconds", settings.blackholeTimeout().toSeconds());
    }

    private static JsonObject counters(FastOpenCounters counters) {
        JsonObject json = new JsonObject();
        for (FastOpenCounter counter : FastOpenCounter.values()) {
            json.put(counter.row(), counters.get(counter));
        }
        return json;
    }

    private static JsonObject path(AvoidedPath path) {
        return new JsonObject()
                .put("address", path.address().getHostAddress())
                .put("until", path.until().toString())
                .put("strikes", path.strikes());
    }
}
