package examples.dnsovertls;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** Makes queries of a multiple of 128 bytes, so that their length tells little of the name (RFC 7830, RFC 8467 section 4.1). */
final class Padding {
    static final int BLOCK = 128;

    /** The code and the length of an EDNS option. */
    private static final int OPTION_HEADER = 2 * Short.BYTES;

    private Padding() {}

    /** Pads a query, unless it has no OPT record to hold the padding. */
    static void pad(Message query) {
        OPTRecord opt = query.getOPT();
        if (opt == null) {
            return;
        }
        List<EDNSOption> options = new ArrayList<>(opt.getOptions());
        options.removeIf(option -> option.getCode() == EDNSOption.Code.PADDING);
        replace(query, options);
        int bare = query.toWire().length + OPTION_HEADER;
        options.add(new GenericEDNSOption(EDNSOption.Code.PADDING, new byte[Math.floorMod(-bare, BLOCK)]));
        replace(query, options);
    }

    private static void replace(Message query, List<EDNSOption> options) {
        OPTRecord opt = query.getOPT();
        query.removeRecord(opt, Section.ADDITIONAL);
        query.addRecord(
                new OPTRecord(opt.getPayloadSize(), opt.getExtendedRcode(), opt.getVersion(), opt.getFlags(), options),
                Section.ADDITIONAL);
    }
}
