package tfo.cli.demo;

import tfo.api.socket.FastOpenReport;

/**
 * What a lane tells of one connection.
 *
 * @param nanos from before the socket was opened to the first byte of the answer
 * @param clientPort the port by which the packet log knows the connection
 * @param fastOpen how the request travelled
 */
record Run(long nanos, int clientPort, FastOpenReport fastOpen) {}
