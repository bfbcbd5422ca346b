package tfo.linux.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tfo.api.tcp.CongestionInfo;
import tfo.api.tcp.TcpOptions;
import tfo.linux.kernel.Linux;
import tfo.linux.kernel.SystemCalls;

/** TCP_CC_INFO, whose members mean what the algorithm's name says. */
final class CongestionOption extends KernelOption<CongestionInfo> {
    private static final int BBR = 20, OTHERS = 16;
    private static final Set<String> VEGAS = Set.of("vegas", "westwood", "yeah", "illinois", "nv", "cdg");
    private static final double BBR_UNIT = 256, DCTCP_UNIT = 1024;

    private final KernelOption<String> name;

    CongestionOption(KernelOption<String> name) {
        super(TcpOptions.TCP_CC_INFO, Linux.IPPROTO_TCP, Linux.TCP_CC_INFO, Access.READ, new Union());
        this.name = name;
    }

    @Override
    CongestionInfo value(ByteBuffer memory, int size, int descriptor, SystemCalls calls) throws IOException {
        return read(name.get(descriptor, calls), memory, size);
    }

    /** Reads {@code union tcp_cc_info}, of which the kernel filled in so many bytes. */
    static CongestionInfo read(String algorithm, ByteBuffer info, int size) {
        // The later versions, bbr2 and bbr3, add to the end of it.
        if (algorithm.startsWith("bbr") && size >= BBR) {
            return bbr(algorithm, info);
        }
        if (algorithm.equals("dctcp") && size >= OTHERS) {
            return dctcp(algorithm, info);
        }
        if (VEGAS.contains(algorithm) && size >= OTHERS) {
            return vegas(algorithm, info);
        }
        return new CongestionInfo.Silent(algorithm);
    }

    private static CongestionInfo bbr(String algorithm, ByteBuffer info) {
        return new CongestionInfo.Bbr(
                algorithm,
                u32(info, 0) | u32(info, 4) << Integer.SIZE,
                measured(info, 8),
                u32(info, 12) / BBR_UNIT,
                u32(info, 16) / BBR_UNIT);
    }

    // Nothing measured yet: no bit is set before the connection; then bbr has all bits set, and vegas all but the
    // highest.
    private static Optional<Duration> measured(ByteBuffer info, int at) {
        int micros = info.getInt(at);
        boolean none = micros == 0 || micros == -1 || micros == Integer.MAX_VALUE;
        return none ? Optional.empty() : Optional.of(Duration.ofNanos(u32(info, at) * 1000));
    }

    private static CongestionInfo dctcp(String algorithm, ByteBuffer info) {
        return new CongestionInfo.Dctcp(
                algorithm,
                info.getShort(0) != 0,
                info.getShort(2) != 0,
                u32(info, 4) / DCTCP_UNIT,
                u32(info, 8),
                u32(info, 12));
    }

    private static CongestionInfo vegas(String algorithm, ByteBuffer info) {
        return new CongestionInfo.Vegas(
                algorithm, info.getInt(0) != 0, info.getInt(4), measured(info, 8), measured(info, 12));
    }

    private static long u32(ByteBuffer info, int at) {
        return info.getInt(at) & 0xFFFF_FFFFL;
    }

    private record Union() implements ValueLayout<CongestionInfo> {
        @Override
        public int room() {
            return BBR;
        }

        @Override
        public CongestionInfo read(ByteBuffer memory, int size) {
            throw new UnsupportedOperationException("it takes the algorithm's name to read it");
        }
    }
}
