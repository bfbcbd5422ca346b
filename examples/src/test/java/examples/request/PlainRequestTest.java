package examples.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import examples.Peer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tfo.api.socket.FastOpenReport;
import tfo.api.socket.FastOpenSockets;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlainRequestTest {

    @Test
    void theSecondRequestTravelsInTheSyn() throws Exception {
        try (Peer server = new Peer("\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n")) {
            PlainRequest client = new PlainRequest(FastOpenSockets.best());
            client.get(server.address(), "/", OutputStream.nullOutputStream());
            server.heard();

            ByteArrayOutputStream response = new ByteArrayOutputStream();
            FastOpenReport report = client.get(server.address(), "/index.html", response);

            String request = server.heard();
            assertTrue(request.startsWith("GET /index.html HTTP/1.1\r\nHost: "), request);
            assertEquals("HTTP/1.1 204 No Content\r\n\r\n", response.toString(StandardCharsets.US_ASCII));
            assertEquals(
                    new FastOpenReport(FastOpenReport.Outcome.ACKNOWLEDGED, "", request.length(), request.length()),
                    report);
        }
    }
}
