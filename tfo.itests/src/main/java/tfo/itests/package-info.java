/** The bundles at work together inside an OSGi framework; the same tests run in Felix and in Equinox. */
@NullMarked
package tfo.itests;

import org.jspecify.annotations.NullMarked;
