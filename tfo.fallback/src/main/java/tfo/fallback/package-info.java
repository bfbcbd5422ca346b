/** The provider that needs nothing but the JDK. Its one public class is {@link tfo.fallback.FallbackSockets}. */
@NullMarked
package tfo.fallback;

import org.jspecify.annotations.NullMarked;
