package tfo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcNetTcpTest {
    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt";

    @Test
    void onlyConnectionsInSynSentAreTold() {
        List<String> lines = List.of(
                HEAD,
                "   0: 0100007F:A1B2 0100007F:1F90 02 00000000:00000000 00:00000000 00000000",
                "   1: 0100007F:1F90 0100007F:A1B3 01 00000000:00000000 00:00000000 00000000");

        assertEquals(Set.of(0xA1B2), ProcNetTcp.parse(lines));
    }

    @Test
    void anAddressOfIpVersion6IsRead() {
        List<String> lines = List.of(
                HEAD, " 10: 0000000000000000FFFF00000100007F:C350 0000000000000000FFFF00000100007F:1F90 02 00000000");

        assertEquals(Set.of(50_000), ProcNetTcp.parse(lines));
    }
}
