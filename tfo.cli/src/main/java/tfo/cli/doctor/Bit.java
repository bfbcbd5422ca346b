package tfo.cli.doctor;

import java.util.List;
import tfo.api.tcp.FastOpenSettings;
import tfo.cli.core.JsonObject;

/**
 * One bit of net.ipv4.tcp_fastopen.
 *
 * @param mask its value
 * @param name a word for it
 * @param set whether it is set
 * @param meaning what it allows
 */
record Bit(int mask, String name, boolean set, String meaning) {

    static List<Bit> of(FastOpenSettings settings) {
        return List.of(
                new Bit(0x1, "client", settings.client(), "clients may send data in the SYN"),
                new Bit(0x2, "server", settings.server(), "listeners may take it"),
                new Bit(0x4, "clientWithoutCookie", settings.clientWithoutCookie(), "clients need no cookie"),
                new Bit(0x200, "serverWithoutCookie", settings.serverWithoutCookie(), "listeners ask for no cookie"),
                new Bit(0x400, "everyListener", settings.everyListener(), "every listener takes data, asked or not"));
    }

    JsonObject json() {
        return new JsonObject()
                .put("mask", mask)
                .put("name", name)
                .put("set", set)
                .put("meaning", meaning);
    }
}
