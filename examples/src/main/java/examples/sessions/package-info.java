/** TLS sessions that outlive the process. */
@NullMarked
package examples.sessions;

import org.jspecify.annotations.NullMarked;
