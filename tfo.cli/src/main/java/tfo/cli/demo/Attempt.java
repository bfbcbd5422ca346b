package tfo.cli.demo;

import tfo.api.socket.FastOpenReport;
import tfo.lab.Flow;

/**
 * One connection of the race.
 *
 * @param millis from before the socket was opened to the first byte of the answer
 * @param fastOpen how the request travelled, by the stack's account
 * @param flow its packets
 */
record Attempt(double millis, FastOpenReport fastOpen, Flow flow) {}
