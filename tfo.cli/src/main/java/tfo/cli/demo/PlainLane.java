package tfo.cli.demo;

import java.io.IOException;
import java.net.Socket;
import tfo.api.socket.FastOpenReport;

/** The JDK's own socket, as everybody uses it. */
final class PlainLane implements Lane {
    private static final int PATIENCE_MILLIS = 60_000;

    @Override
    public String name() {
        return "plain TCP";
    }

    @Override
    public String stack() {
        return "jdk";
    }

    @Override
    public Run run(Place place, Stopwatch watch) throws IOException {
        byte[] question = Question.bytes();
        watch.start();
        try (Socket socket = new Socket()) {
            socket.connect(place.plain(), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(question);
            Question.readAnswer(socket.getInputStream(), watch, socket.getLocalPort());
            return Run.plain(FastOpenReport.notTried("java.net.Socket has no Fast Open", question.length));
        }
    }
}
