package tfo.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tfo.api.socket.ConnectRequest;
import tfo.api.socket.FastOpenSockets;
import tfo.api.tcp.FastOpenCounter;
import tfo.api.tcp.TcpOptions;
import tfo.api.tls.TlsFeature;
import tfo.cli.core.Catalogue;
import tfo.cli.core.JsonReader;
import tfo.cli.core.Provider;

@Timeout(120)
class DoctorTest {
    @Test
    void whereItIsAllowedItWorksByTheKernelsAccount() throws Exception {
        long before = FastOpenSockets.best().counters().passive();

        Diagnosis diagnosis = examine();

        assertTrue(diagnosis.works(), diagnosis.verdict());
        assertEquals(Optional.empty(), diagnosis.cure());
        assertTrue(diagnosis.counters().fastOpen().passive() > before, "the self-test took data out of a SYN");
        assertTrue(DiagnosisText.of(diagnosis).startsWith("Fast Open works here: 16 of 16 bytes taken out of the SYN"));
    }

    @ParameterizedTest
    @CsvSource({
        "1,servers (bit 0x2 is missing),3",
        "2,clients (bit 0x1 is missing),3",
        "0,clients (bit 0x1 is missing) and to servers (bit 0x2 is missing),3",
        "1025,servers (bit 0x2 is missing),1027"
    })
    void whatIsForbiddenIsNamedWithItsCure(int mask, String missing, int cure) throws Throwable {
        Sysctl.withFastOpen(mask, () -> {
            Diagnosis diagnosis = examine();

            assertFalse(diagnosis.works());
            assertTrue(diagnosis.verdict().contains("tcp_fastopen=" + mask), diagnosis.verdict());
            assertTrue(diagnosis.verdict().contains(missing), diagnosis.verdict());
            assertEquals(Optional.of("sysctl -w net.ipv4.tcp_fastopen=" + cure), diagnosis.cure());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.tcp_syncookies, 2, net.ipv4.tcp_syncookies=1",
        "net.core.somaxconn,      0, net.core.somaxconn=4096"
    })
    void whatElseKeepsListenersFromItIsNamedWithItsCure(String setting, String value, String cure) throws Throwable {
        SelfTestReport there = new SelfTestReport(true, "fine");
        Sysctl.with(setting, value, () -> {
            Diagnosis diagnosis =
                    new Doctor(Catalogue.loadSockets(), Catalogue.loadTls(), () -> Optional.of(there)).examine();

            assertFalse(diagnosis.works());
            assertTrue(diagnosis.clientsWork(), diagnosis.verdict());
            assertTrue(diagnosis.verdict().contains("; " + setting + "=" + value + " "), diagnosis.verdict());
            assertEquals(Optional.of("sysctl -w " + cure), diagnosis.cure());
            String text = DiagnosisText.of(diagnosis);
            assertTrue(text.contains("  To allow it, as root:  sysctl -w " + cure + "\n"), text);
            assertTrue(text.contains("  " + setting + " = " + value + ": "), text);
            for (FastOpenCounter counter : FastOpenCounter.values()) {
                assertTrue(text.contains(counter.meaning()), text);
            }
        });
        assertTrue(examine().works());
    }

    @Test
    void severalObstaclesHaveOneCure() throws Throwable {
        Sysctl.withFastOpen(
                0x400,
                () -> Sysctl.with("net.ipv4.tcp_syncookies", "2", () -> {
                    Diagnosis diagnosis = examine();

                    assertEquals(
                            Optional.of("sysctl -w net.ipv4.tcp_fastopen=1027 net.ipv4.tcp_syncookies=1"),
                            diagnosis.cure());
                    assertFalse(diagnosis.clientsWork());
                }));
    }

    /** The kernel gives up Fast Open to everybody after a SYN that asked for it has timed out: here on a cable to nobody. */
    @Test
    void aPauseOfTheKernelsIsNamedWithWhatEndsIt() throws Throwable {
        Sysctl.with("net.ipv4.tcp_fastopen_blackhole_timeout_sec", "3600", () -> {
            Cable.toNobody(() -> {
                assertTrue(examine().works());
                ConnectRequest request = ConnectRequest.to(new InetSocketAddress(Cable.NOBODY, 80))
                        .option(TcpOptions.TCP_SYNCNT, 1)
                        .firstFlight(ByteBuffer.allocate(1));
                assertThrows(IOException.class, () -> FastOpenSockets.best().connect(request));
            });

            Diagnosis diagnosis = examine();

            assertFalse(diagnosis.works());
            assertFalse(diagnosis.clientsWork());
            assertTrue(diagnosis.paused());
            assertTrue(diagnosis.verdict().contains("the kernel has paused it to all peers"), diagnosis.verdict());
            assertEquals(Optional.of("sysctl -w net.ipv4.tcp_fastopen_blackhole_timeout_sec=0"), diagnosis.cure());
            assertTrue(DiagnosisText.of(diagnosis).contains("It has done so just now."));
        });
        assertTrue(examine().works(), "the value that was written ended the pause");
        assertFalse(examine().paused());
    }

    @Test
    void whereItFailsTheKernelIsTriedElsewhere() throws Throwable {
        SelfTestReport there = new SelfTestReport(true, "fine");
        Sysctl.withFastOpen(1, () -> {
            Diagnosis diagnosis =
                    new Doctor(Catalogue.loadSockets(), Catalogue.loadTls(), () -> Optional.of(there)).examine();

            assertEquals(Optional.of(there), diagnosis.elsewhere());
            assertFalse(diagnosis.works());
            assertTrue(diagnosis.clientsWork(), diagnosis.verdict());
            assertTrue(diagnosis.verdict().startsWith("Fast Open works here for clients; net.ipv4.tcp_fastopen=1"));
            assertTrue(diagnosis.verdict().contains("servers (bit 0x2 is missing)"), diagnosis.verdict());
            assertTrue(DiagnosisText.of(diagnosis).contains("The kernel itself can"));
        });
    }

    @ParameterizedTest
    @CsvSource({"0,true", "2,true", "1,false"})
    void clientsThatAreForbiddenOrFailElsewhereDoNotWork(int mask, boolean elsewhere) throws Throwable {
        SelfTestReport there = new SelfTestReport(elsewhere, "tried");
        Sysctl.withFastOpen(mask, () -> {
            Diagnosis diagnosis =
                    new Doctor(Catalogue.loadSockets(), Catalogue.loadTls(), () -> Optional.of(there)).examine();

            assertFalse(diagnosis.clientsWork(), diagnosis.verdict());
            assertTrue(diagnosis.verdict().startsWith("Fast Open does not work here"), diagnosis.verdict());
        });
    }

    @Test
    void aProviderWithoutFastOpenIsNotBlamedOnTheKernel() throws Exception {
        List<FastOpenSockets> onlyFallback = Catalogue.loadSockets().providers().stream()
                .map(Provider::service)
                .filter(sockets -> sockets.name().equals("fallback"))
                .toList();

        Diagnosis diagnosis =
                new Doctor(Catalogue.ofSockets(onlyFallback), Catalogue.loadTls(), Elsewhere.NOWHERE).examine();

        assertFalse(diagnosis.works());
        assertEquals(Optional.empty(), diagnosis.settings());
        assertEquals(Optional.empty(), diagnosis.cure());
        assertTrue(diagnosis.verdict().contains("portable"), diagnosis.verdict());
    }

    @Test
    void theJsonHoldsEverything() throws Exception {
        Map<String, Object> json = JsonReader.object(DiagnosisJson.of(examine()).toString());

        assertEquals(true, json.get("works"));
        assertEquals(8, ((Map<?, ?>) json.get("counters")).size());
        Map<?, ?> first = (Map<?, ?>) ((List<?>) json.get("providers")).get(0);
        assertEquals("linux", first.get("name"));
        assertEquals(true, first.get("chosen"));
        Map<?, ?> tls = (Map<?, ?>) ((List<?>) json.get("tls")).get(0);
        assertEquals("gnutls", tls.get("name"));
        assertEquals(true, tls.get("chosen"));
        assertTrue(String.valueOf(tls.get("library")).startsWith("GnuTLS 3."), tls.toString());
        Map<?, ?> features = (Map<?, ?>) tls.get("features");
        assertEquals(TlsFeature.values().length, features.size());
        Map<?, ?> other = (Map<?, ?>) ((Map<?, ?>) ((List<?>) json.get("tls")).get(1)).get("features");
        Map<?, ?> export = (Map<?, ?>) other.get("SESSION_EXPORT");
        assertEquals(false, export.get("usable"));
        assertTrue(String.valueOf(export.get("reason")).contains("SSLContext"), export.toString());
        assertEquals(1027.0, ((Map<?, ?>) json.get("settings")).get("tcp_fastopen"));
    }

    @Test
    void everySettingAndTotalIsToldOnlyWhenAskedFor() throws Exception {
        Diagnosis diagnosis = examine();

        String brief = DiagnosisText.of(diagnosis);
        String all = DiagnosisText.all(diagnosis);
        Map<String, Object> json =
                JsonReader.object(DiagnosisJson.all(diagnosis).toString());

        assertFalse(brief.contains("net.ipv4.tcp_keepalive_time") || brief.contains("TcpActiveOpens"), brief);
        assertTrue(all.startsWith(brief));
        assertTrue(all.matches("(?s).* net.ipv4.tcp_keepalive_time +2h\\n.*"), all);
        assertTrue(all.matches("(?s).* net.ipv4.tcp_sack +yes\\n.*"), all);
        assertTrue(all.matches("(?s).* \\d+  TcpActiveOpens\\n.*"), all);
        Map<?, ?> settings = (Map<?, ?>) json.get("systemSettings");
        assertEquals(7200.0, settings.get("net.ipv4.tcp_keepalive_time"));
        assertEquals(3, ((List<?>) settings.get("net.ipv4.tcp_rmem")).size());
        assertEquals(true, settings.get("net.ipv4.tcp_window_scaling"));
        assertTrue(((Map<?, ?>) json.get("tcpCounters")).containsKey("TcpExtTCPTimeouts"));
    }

    @Test
    void whatStandsInTheWayIsToldWithTheCommand() throws Throwable {
        Sysctl.withFastOpen(1, () -> {
            Diagnosis diagnosis = examine();

            String text = DiagnosisText.of(diagnosis);
            assertTrue(text.contains("  To allow it, as root:  sysctl -w net.ipv4.tcp_fastopen=3\n"), text);
            assertEquals(1, text.split("tcp_fastopen=3", -1).length - 1, "once is enough");
            List<?> advice = (List<?>)
                    JsonReader.object(DiagnosisJson.of(diagnosis).toString()).get("advice");
            assertEquals("sysctl -w net.ipv4.tcp_fastopen=3", ((Map<?, ?>) advice.get(0)).get("command"));
        });
    }

    @Test
    void whatTheVerdictIsNotDueToIsToldWithItsOwnCommand() throws Throwable {
        Sysctl.with("net.core.somaxconn", "100", () -> {
            String text = DiagnosisText.of(examine());

            assertTrue(text.contains("Settings that limit it\n  net.core.somaxconn = 100: "), text);
            assertTrue(text.contains("    as root:  sysctl -w net.core.somaxconn=4096\n"), text);
        });
    }

    private static Diagnosis examine() throws Exception {
        return new Doctor(Catalogue.loadSockets(), Catalogue.loadTls(), Elsewhere.NOWHERE).examine();
    }
}
