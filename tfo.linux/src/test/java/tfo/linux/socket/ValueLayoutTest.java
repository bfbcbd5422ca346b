package tfo.linux.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueLayoutTest {
    private static final int LARGEST = 0xFFFF_FFFE;

    private enum Order {
        X86(ByteOrder.LITTLE_ENDIAN),
        S390(ByteOrder.BIG_ENDIAN);

        private final ByteOrder order;

        Order(ByteOrder order) {
            this.order = order;
        }

        ByteBuffer memory() {
            return ByteBuffer.allocate(Long.BYTES).order(order);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRateThatFitsIntoAnIntIsOneForKernelsThatReadNoMore(Order order) {
        ByteBuffer memory = order.memory();

        assertEquals(Integer.BYTES, ValueLayout.rate().write(0xFFFF_FFFEL, memory));
        assertEquals(LARGEST, memory.getInt(0));
        assertEquals(0xFFFF_FFFEL, ValueLayout.rate().read(memory, Integer.BYTES));
        assertEquals(Integer.BYTES, ValueLayout.rate().write(Long.MAX_VALUE, memory));
        assertEquals(-1, memory.getInt(0));
    }

    @ParameterizedTest
    @EnumSource
    void aRateThatDoesNotFitIsALong(Order order) {
        ByteBuffer memory = order.memory();

        for (long rate : new long[] {0xFFFF_FFFFL, 5_000_000_000L, Long.MAX_VALUE - 1}) {
            assertEquals(Long.BYTES, ValueLayout.rate().write(rate, memory));
            assertEquals(rate, memory.getLong(0));
            assertEquals(rate, ValueLayout.rate().read(memory, Long.BYTES));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void noBytesPerSecondAreNoRate(long rate) {
        ByteBuffer memory = ByteBuffer.allocate(Long.BYTES);

        assertThrows(IllegalArgumentException.class, () -> ValueLayout.rate().write(rate, memory));
    }

    @Test
    void noLimitIsAllBitsOfWhateverSize() {
        ByteBuffer memory = ByteBuffer.allocate(Long.BYTES).putLong(0, -1);

        assertEquals(Long.MAX_VALUE, ValueLayout.rate().read(memory, Integer.BYTES));
        assertEquals(Long.MAX_VALUE, ValueLayout.rate().read(memory, Long.BYTES));
    }

    @Test
    void anUnsignedNumberIsNeverReadAsANegativeOne() {
        ByteBuffer memory = ByteBuffer.allocate(Integer.BYTES);

        assertEquals(Integer.MAX_VALUE, ValueLayout.unsigned().read(memory.putInt(0, -1), Integer.BYTES));
        assertEquals(16_384, ValueLayout.unsigned().read(memory.putInt(0, 16_384), Integer.BYTES));
    }
}
