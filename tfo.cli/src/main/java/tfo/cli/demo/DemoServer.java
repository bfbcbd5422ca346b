package tfo.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import tfo.cli.core.Failure;

/** Who answers. */
public enum DemoServer {
    /** Our own server. */
    OWN {
        @Override
        Site open(Stacks stacks, Credential credential, InetAddress at) throws IOException {
            return OwnSite.open(stacks, credential, at);
        }

        @Override
        boolean takesEarlyData(Stacks stacks) {
            return stacks.servesEarlyData();
        }

        @Override
        String words(Stacks stacks) {
            return "our own server (" + stacks.server().library() + ")";
        }
    },
    /** The system's nginx, with Fast Open and ssl_early_data. */
    NGINX {
        @Override
        Site open(Stacks stacks, Credential credential, InetAddress at) throws IOException, Failure {
            return NginxSite.open(credential, at);
        }

        @Override
        boolean takesEarlyData(Stacks stacks) {
            return true;
        }

        @Override
        String words(Stacks stacks) {
            return "nginx";
        }
    };

    /**
     * The server of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DemoServer named(String name) {
        for (DemoServer server : values()) {
            if (server.name().toLowerCase(Locale.ROOT).equals(name)) {
                return server;
            }
        }
        throw new IllegalArgumentException("the server is 'own' or 'nginx', not '" + name + "'");
    }

    /** Starts one on this address. */
    abstract Site open(Stacks stacks, Credential credential, InetAddress at) throws IOException, Failure;

    abstract boolean takesEarlyData(Stacks stacks);

    abstract String words(Stacks stacks);
}
