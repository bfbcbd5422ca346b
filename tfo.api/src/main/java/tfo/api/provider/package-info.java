/** The choice of a provider where there is no service registry; for this module alone. */
@NullMarked
package tfo.api.provider;

import org.jspecify.annotations.NullMarked;
