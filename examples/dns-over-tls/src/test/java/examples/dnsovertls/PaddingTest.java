package examples.dnsovertls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class PaddingTest {
    private static final int COOKIE = EDNSOption.Code.COOKIE;

    private static Message withOpt(String name) {
        Message query = Questions.query(name, Type.A);
        query.addRecord(
                new OPTRecord(1232, 0, 0, ExtendedFlags.DO, new GenericEDNSOption(COOKIE, new byte[8])),
                Section.ADDITIONAL);
        return query;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30, 50, 60, 61, 62, 63})
    void everyQueryHasAMultipleOfTheBlock(int label) throws IOException {
        Message query = withOpt("x".repeat(label) + ".test");

        Padding.pad(query);

        byte[] wire = query.toWire();
        assertEquals(0, wire.length % Padding.BLOCK);
        assertEquals(
                1,
                new Message(wire).getOPT().getOptions(EDNSOption.Code.PADDING).size());
    }

    @Test
    void whatElseIsInTheOptRecordStays() {
        Message query = withOpt("one.test");

        Padding.pad(query);

        OPTRecord opt = query.getOPT();
        assertEquals(1232, opt.getPayloadSize());
        assertEquals(ExtendedFlags.DO, opt.getFlags());
        assertEquals(1, opt.getOptions(COOKIE).size());
    }

    @Test
    void paddingTwiceIsPaddingOnce() {
        Message query = withOpt("one.test");
        Padding.pad(query);
        byte[] once = query.toWire();

        Padding.pad(query);

        assertEquals(once.length, query.toWire().length);
    }

    @Test
    void aQueryWithoutAnOptRecordGetsNone() {
        Message query = Questions.query();

        Padding.pad(query);

        assertNull(query.getOPT());
    }
}
