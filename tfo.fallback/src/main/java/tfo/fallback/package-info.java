/** The providers that need nothing but the JDK: {@link tfo.fallback.FallbackSockets} and {@link tfo.fallback.JsseTls}. */
@NullMarked
package tfo.fallback;

import org.jspecify.annotations.NullMarked;
