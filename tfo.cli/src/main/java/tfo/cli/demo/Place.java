package tfo.cli.demo;

import java.net.InetSocketAddress;

/**
 * Where the site is to be found.
 *
 * @param plain without TLS
 * @param secure with it
 */
record Place(InetSocketAddress plain, InetSocketAddress secure) {}
