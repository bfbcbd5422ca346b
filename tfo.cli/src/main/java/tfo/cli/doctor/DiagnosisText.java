package tfo.cli.doctor;

import java.util.List;
import java.util.Locale;
import tfo.api.socket.AvoidedPath;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounter;
import tfo.api.tcp.FastOpenCounters;
import tfo.api.tcp.FastOpenSettings;
import tfo.api.tcp.TcpSetting;
import tfo.api.tcp.TcpSystemSettings.Advice;
import tfo.cli.core.Provider;

/** A {@link Diagnosis} in plain words. */
public final class DiagnosisText {
    private final Diagnosis diagnosis;
    private final StringBuilder text = new StringBuilder();

    private DiagnosisText(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** The diagnosis as lines of text, the verdict first. */
    public static String of(Diagnosis diagnosis) {
        DiagnosisText writer = new DiagnosisText(diagnosis);
        writer.verdict();
        writer.machine();
        writer.providers();
        writer.tls();
        diagnosis.settings().ifPresentOrElse(writer::settings, writer::noSettings);
        writer.advice();
        writer.paths();
        writer.counters();
        return writer.text.toString();
    }

    /** The same, followed by every setting for TCP and every total that is not zero. */
    public static String all(Diagnosis diagnosis) {
        return of(diagnosis) + SystemReport.text(diagnosis.system()) + SystemReport.text(diagnosis.counters());
    }

    private void verdict() {
        line("%s", diagnosis.verdict());
        diagnosis.cure().ifPresent(command -> line("  To allow it, as root:  %s", command));
        diagnosis
                .elsewhere()
                .ifPresent(test -> line(
                        test.works()
                                ? "  The kernel itself can: in a private namespace that allows it, it works."
                                : "  Nor does it work in a private namespace that allows it: %s",
                        test.words()));
    }

    private void machine() {
        heading("Machine");
        line("  kernel     %s", diagnosis.machine().kernel());
        line("  JDK        %s", diagnosis.machine().jdk());
    }

    private void providers() {
        heading("Providers of sockets, best first");
        for (Provider<FastOpenSockets> provider : diagnosis.catalogue().providers()) {
            line("  %-10s ranking %4d  %s", provider.name(), provider.ranking(), state(provider));
        }
    }

    private String state(Provider<FastOpenSockets> provider) {
        String reason = provider.availability().reason();
        if (!provider.availability().usable()) {
            return "cannot be used: " + reason;
        }
        boolean chosen = diagnosis.catalogue().chosen().filter(provider::equals).isPresent();
        return (chosen ? "usable, chosen" : "usable") + (reason.isEmpty() ? "" : "; " + reason);
    }

    private void tls() {
        heading("Providers of TLS, best first");
        for (TlsState state : diagnosis.tls()) {
            line("  %-10s ranking %4d  %s, %s", state.name(), state.ranking(), state.library(), state.words());
        }
        diagnosis.broken().forEach(why -> line("  could not be loaded: %s", why));
        diagnosis.tls().stream().filter(TlsState::chosen).forEach(this::features);
    }

    private void features(TlsState state) {
        heading("What TLS by " + state.name() + " can do beyond the common");
        state.features()
                .forEach((feature, here) ->
                        line("  %-3s %-18s %s", here.usable() ? "yes" : "no", feature.name(), here.reason()));
    }

    private void settings(FastOpenSettings settings) {
        heading("net.ipv4.tcp_fastopen = " + settings.rawMask() + " (for IPv6 too)");
        Bit.of(settings).forEach(bit -> line("  %-3s 0x%-4x %s", bit.set() ? "yes" : "no", bit.mask(), bit.meaning()));
    }

    private void noSettings() {
        heading("net.ipv4.tcp_fastopen");
        boolean others = diagnosis.system().availability().usable();
        line(
                "  %s",
                others
                        ? "This kernel has no such setting."
                        : diagnosis.system().availability().reason() + ".");
        if (diagnosis.counters().rows().isEmpty()) {
            line("  Nor can its totals be read: those below are zero.");
        }
    }

    private void advice() {
        List<Advice> advice = diagnosis.system().fastOpenAdvice();
        if (advice.isEmpty()) {
            return;
        }
        heading(diagnosis.clientsWork() ? "Settings that limit it" : "Settings that stand in its way");
        for (Advice each : advice) {
            line("  %s: %s", setting(each.setting()), each.problem());
            each.command()
                    .filter(command -> !isPartOfTheCure(command))
                    .ifPresent(command -> line("    as root:  %s", command));
        }
    }

    // That one stands at the top already.
    private boolean isPartOfTheCure(String command) {
        List<String> cure = List.of(diagnosis.cure().orElse("").split(" ", -1));
        return cure.containsAll(List.of(command.split(" ", -1)));
    }

    private String setting(TcpSetting<?> setting) {
        return diagnosis
                .system()
                .get(setting)
                .map(value -> setting + " = " + SystemReport.words(value))
                .orElse(setting.name());
    }

    private void paths() {
        heading("Paths that swallow Fast Open");
        diagnosis.settings().ifPresent(this::blackholes);
        for (AvoidedPath path : diagnosis.avoided()) {
            line("  %s is avoided until %s", path.address().getHostAddress(), path.until());
        }
        if (diagnosis.avoided().isEmpty()) {
            line("  This program avoids none.");
        }
    }

    private void blackholes(FastOpenSettings settings) {
        long seconds = settings.blackholeTimeout().toSeconds();
        if (seconds == 0) {
            line("  The kernel never gives up Fast Open by itself (blackhole timeout 0).");
        } else {
            line("  The kernel gives up Fast Open for %d s or more after it met one (blackhole timeout).", seconds);
            line("  %s", diagnosis.paused() ? "It has done so just now." : "It has not done so just now.");
        }
    }

    private void counters() {
        FastOpenCounters counters = diagnosis.counters().fastOpen();
        heading("The kernel's totals in this network namespace");
        for (FastOpenCounter counter : FastOpenCounter.values()) {
            line("  %8d  %-26s %s", counters.get(counter), counter.row(), counter.meaning());
        }
    }

    private void heading(String heading) {
        line("");
        line("%s", heading);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }
}
