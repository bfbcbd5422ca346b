package tfo.testkit.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tfo.api.socket.FastOpenConnection;
import tfo.api.tls.ClientAuthentication;
import tfo.api.tls.HandshakeReport;
import tfo.api.tls.Identity;
import tfo.api.tls.SessionStore;
import tfo.api.tls.TlsClient;
import tfo.api.tls.TlsConnection;
import tfo.api.tls.TlsDial;
import tfo.api.tls.TlsFeature;
import tfo.api.tls.TlsServer;
import tfo.api.tls.TlsService;
import tfo.api.tls.TlsVersion;
import tfo.api.tls.Trust;
import tfo.testkit.Clock;

/** All of them. */
final class TlsMutants {
    private TlsMutants() {}

    static Stream<TlsMutant> all() {
        return Stream.of(believing(), agreeing(), moving(), ending(), resuming(), EarlyDataMutants.all(), reporting())
                .flatMap(mutants -> mutants);
    }

    private static Stream<TlsMutant> believing() {
        return Stream.of(
                new TlsMutant(
                        "believes whoever comes",
                        "aStrangerIsNotBelieved",
                        "TlsService.client",
                        client(client -> client.dangerous().trustAnyone())),
                new TlsMutant(
                        "believes any host name",
                        "aResumableSessionOfAnotherNameDoesNotHelpAStranger",
                        "TlsService.client",
                        client(client -> client.dangerous().anyHostName())),
                new TlsMutant(
                        "forgets the pins",
                        "aWrongPinIsNotBelieved",
                        "TlsClient$Builder.trust",
                        (real, arguments) ->
                                ((TlsClient.Builder) real).trust(Trust.certificates(((Trust) arguments[0]).anchors()))),
                new TlsMutant(
                        "does without a staple",
                        "whoInsistsOnAStapleRefusesAServerWithout",
                        "TlsClient$Builder.stapleRequired",
                        unchanged()),
                new TlsMutant(
                        "believes a staple whatever it says",
                        "aBadStapleIsRefused",
                        "TlsClient$Builder.stapleRequired",
                        (real, arguments) ->
                                ((TlsClient.Builder) real).dangerous().trustAnyone()),
                new TlsMutant(
                        "asks no client for a certificate",
                        "whoMustShowACertificateIsServedWithARightOne",
                        "TlsServer$Builder.clients",
                        unchanged()),
                new TlsMutant(
                        "serves clients without the certificate that is required",
                        "whoMustShowACertificateIsNotServedWithoutOne",
                        "TlsServer$Builder.clients",
                        (real, arguments) -> ((TlsServer.Builder) real)
                                .clients(
                                        arguments[0] == ClientAuthentication.REQUIRED
                                                ? ClientAuthentication.WANTED
                                                : (ClientAuthentication) arguments[0],
                                        (Trust) arguments[1])),
                new TlsMutant(
                        "shows no certificate",
                        "aClientShowsItsCertificateToWhoAsks",
                        "TlsClient$Builder.identity",
                        unchanged()));
    }

    private static Stream<TlsMutant> agreeing() {
        Set<Object> named = Collections.newSetFromMap(new WeakHashMap<>());
        return Stream.of(
                new TlsMutant(
                        "offers no application protocol",
                        "aClientGetsTheProtocolThatTheServerTook",
                        "TlsClient$Builder.alpn",
                        unchanged()),
                new TlsMutant(
                        "serves clients without a common application protocol",
                        "aServerWithoutACommonProtocolRefuses",
                        "TlsServer$Builder.alpn",
                        unchanged()),
                new TlsMutant(
                        "shows its first identity to everybody",
                        "aServerShowsTheIdentityThatIsAskedFor",
                        "TlsServer$Builder.identity",
                        (real, arguments) ->
                                named.add(real) ? ((TlsServer.Builder) real).identity((Identity) arguments[0]) : real),
                new TlsMutant(
                        "speaks an older version than it may",
                        "noCommonVersionIsNoAgreement",
                        "TlsClient$Builder.minimumVersion",
                        unchanged()),
                new TlsMutant(
                                "exports the same key whatever the context",
                                "anotherUseIsAnotherKey",
                                "TlsConnection.exportKey",
                                (real, arguments) -> ((TlsConnection) real)
                                        .exportKey((String) arguments[0], new byte[0], (Integer) arguments[2]))
                        .needing(TlsFeature.EXPORTER));
    }

    private static Stream<TlsMutant> moving() {
        return Stream.of(
                new TlsMutant(
                        "reads nothing, for ever",
                        "aClientReportsWhatTheServerAgreedTo",
                        "TlsConnection.read",
                        (real, arguments) -> 0),
                new TlsMutant(
                        "swallows the last byte of a write",
                        "closeSendsCloseNotify",
                        "TlsConnection.write",
                        (real, arguments) -> writeLess((TlsConnection) real, (ByteBuffer) arguments[0])),
                new TlsMutant(
                        "reads into a buffer for reading only",
                        "aBufferForReadingOnlyIsRefusedAndNothingIsLost",
                        "TlsConnection.read",
                        (real, arguments) -> ((ByteBuffer) arguments[0]).isReadOnly()
                                ? 0
                                : ((TlsConnection) real).read((ByteBuffer) arguments[0])),
                new TlsMutant(
                        "reads time out late",
                        "aReadTimesOutAndTheConnectionGoesOn",
                        "TlsConnection.readTimeout",
                        (real, arguments) -> {
                            ((TlsConnection) real).readTimeout(((Duration) arguments[0]).plus(Clock.TOO_LATE));
                            return null;
                        }),
                new TlsMutant(
                        "dials time out late",
                        "theLimitOfADialCountsInPlaceOfTheClients",
                        "TlsDial.timeout",
                        (real, arguments) -> ((TlsDial) real).timeout(((Duration) arguments[0]).plus(Clock.TOO_LATE))),
                new TlsMutant(
                        "servers wait for silent clients",
                        "aClientThatIsSilentInTheHandshakeIsATimeoutAndIsHungUpOn",
                        "TlsServer$Builder.handshakeTimeout",
                        (real, arguments) -> ((TlsServer.Builder) real)
                                .handshakeTimeout(((Duration) arguments[0]).plus(Clock.TOO_LATE))));
    }

    private static int writeLess(TlsConnection real, ByteBuffer source) throws IOException {
        int length = source.remaining();
        real.write(source.duplicate().limit(Math.max(source.position(), source.limit() - 1)));
        source.position(source.limit());
        return length;
    }

    private static Stream<TlsMutant> ending() {
        return Stream.of(
                new TlsMutant(
                        "takes a truncated stream for a whole one",
                        "aStreamThatIsCutIsTruncated",
                        "TlsService.client",
                        client(client -> client.dangerous().truncationAllowed())),
                new TlsMutant(
                        "takes a truncated stream for a whole one as a server",
                        "aServerNoticesTruncation",
                        "TlsService.server",
                        (real, arguments) ->
                                ((TlsService) real).server().dangerous().truncationAllowed()),
                new TlsMutant(
                        "closes both ways when the output is shut",
                        "whoHasShutTheOutputStillReads",
                        "TlsConnection.shutdownOutput",
                        (real, arguments) -> {
                            ((TlsConnection) real).close();
                            return null;
                        }),
                new TlsMutant(
                        "closes without close_notify",
                        "closeIsNoTruncation",
                        "TlsConnection.close",
                        (real, arguments) -> {
                            FastOpenConnection plain =
                                    ((TlsConnection) real).underneath().orElseThrow();
                            plain.channel().shutdownOutput();
                            return null;
                        }),
                new TlsMutant(
                        "close leaves a reader waiting", "closeEndsARead", "TlsConnection.close", (real, arguments) -> {
                            long tooLate = WaitContract.SOON.plusSeconds(1).toSeconds();
                            CompletableFuture.delayedExecutor(tooLate, TimeUnit.SECONDS)
                                    .execute(() -> closeNow((TlsConnection) real));
                            return null;
                        }),
                new TlsMutant(
                        "a closed connection reads its end",
                        "afterCloseEverythingElseIsAClosedChannel",
                        "TlsConnection.read",
                        (real, arguments) -> readEnd((TlsConnection) real, (ByteBuffer) arguments[0])),
                new TlsMutant(
                        "an engine ends within a record as if nothing were missing",
                        "anEndWithinARecordIsATruncationAndWhatCameBeforeIsRead",
                        "TlsEngine.receiveEnd",
                        (real, arguments) -> null),
                new TlsMutant(
                        "a closed engine goes on",
                        "afterCloseEverythingElseIsRefused",
                        "TlsEngine.close",
                        (real, arguments) -> null));
    }

    private static void closeNow(TlsConnection real) {
        try {
            real.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int readEnd(TlsConnection real, ByteBuffer destination) throws IOException {
        try {
            return real.read(destination);
        } catch (ClosedChannelException e) {
            return -1;
        }
    }

    private static Stream<TlsMutant> resuming() {
        return Stream.of(
                new TlsMutant(
                        "resumes nothing",
                        "theSecondConnectionOfAClientIsResumed",
                        "TlsService.client",
                        client(client -> client.sessions(SessionStore.none()))),
                new TlsMutant(
                        "resumes what is not to be kept",
                        "whoKeepsNothingResumesNothing",
                        "TlsClient$Builder.sessions",
                        unchanged()),
                new TlsMutant(
                                "hands a session out twice",
                                "oneSessionDoesNotServeTwoConnections",
                                "TlsService.client",
                                (real, arguments) ->
                                        ((TlsService) real).client().sessions(new Copier((TlsService) real)))
                        .needing(TlsFeature.SESSION_EXPORT),
                new TlsMutant(
                                "shares no ticket key",
                                "serversThatShareAKeyResumeEachOthersSessions",
                                "TlsServer$Builder.ticketKey",
                                (real, arguments) ->
                                        ((TlsServer.Builder) real).ticketKey(random((byte[]) arguments[0])))
                        .needing(TlsFeature.TICKET_KEY),
                new TlsMutant(
                                "gives two tickets whatever it is told",
                                "aServerGivesAsManyTicketsAsItShould",
                                "TlsServer$Builder.ticketCount",
                                unchanged())
                        .needing(TlsFeature.TICKET_COUNT),
                new TlsMutant(
                        "gives tickets when it is told not to",
                        "aServerWithoutTicketsIsNotResumed",
                        "TlsServer$Builder.ticketCount",
                        unchanged()));
    }

    private static byte[] random(byte[] key) {
        byte[] random = new byte[key.length];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private static Stream<TlsMutant> reporting() {
        return Stream.of(
                report(
                        "reports another version",
                        "aClientReportsWhatTheServerAgreedTo",
                        real -> new HandshakeReport(
                                real.version() == TlsVersion.TLS_1_2 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
                                real.cipherSuite(),
                                real.group(),
                                real.alpn(),
                                real.serverName(),
                                real.resumed(),
                                real.earlyData(),
                                real.reason(),
                                real.peer())),
                report(
                        "reports every session as resumed",
                        "whoKeepsNothingResumesNothing",
                        real -> resumed(real, true)),
                report(
                        "reports no session as resumed",
                        "theSecondConnectionToAServerIsResumed",
                        real -> resumed(real, false)));
    }

    static TlsMutant report(String name, String killer, UnaryOperator<HandshakeReport> change) {
        return new TlsMutant(
                name,
                killer,
                "TlsConnection.handshake",
                (real, arguments) -> change.apply(((TlsConnection) real).handshake()));
    }

    private static HandshakeReport resumed(HandshakeReport real, boolean resumed) {
        return new HandshakeReport(
                real.version(),
                real.cipherSuite(),
                real.group(),
                real.alpn(),
                real.serverName(),
                resumed,
                real.earlyData(),
                resumed ? "" : "wrong",
                real.peer());
    }

    private static Shadow.Answer client(UnaryOperator<TlsClient.Builder> change) {
        return (real, arguments) -> change.apply(((TlsService) real).client());
    }

    /** A setting that is taken and forgotten. */
    static Shadow.Answer unchanged() {
        return (real, arguments) -> real;
    }
}
