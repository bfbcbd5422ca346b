/** A Declarative Services component that gets its sockets from the service registry. */
@NullMarked
package examples.osgi;

import org.jspecify.annotations.NullMarked;
