/** DNS over TLS (RFC 7858) in one round trip: a resolver for dnsjava, and a server in front of resolvers that cannot. */
@NullMarked
package examples.dnsovertls;

import org.jspecify.annotations.NullMarked;
