/** An HTTP request that travels in the SYN. */
@NullMarked
package examples.request;

import org.jspecify.annotations.NullMarked;
