/** One HTTP request per connection, its bytes in the SYN. */
@NullMarked
package tfo.cli.fetch;

import org.jspecify.annotations.NullMarked;
