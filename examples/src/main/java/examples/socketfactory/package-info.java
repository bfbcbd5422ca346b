/** A client that knows only java.net, over sockets whose first write travels in the SYN. */
@NullMarked
package examples.socketfactory;

import org.jspecify.annotations.NullMarked;
