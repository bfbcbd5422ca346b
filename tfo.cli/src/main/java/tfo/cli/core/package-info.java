/** What every command needs: the catalogue of providers, JSON, durations, addresses, the console. */
@NullMarked
package tfo.cli.core;

import org.jspecify.annotations.NullMarked;
