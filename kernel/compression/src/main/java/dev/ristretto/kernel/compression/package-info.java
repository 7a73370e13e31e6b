/**
 * Deflate (RFC 1951), the zlib format (RFC 1950) and the checksums that go with them, in plain Java.
 *
 * <p>Written here because no pure-Java library for it is kept up: jzlib, the only one that does all of what
 * java.util.zip needs (dictionaries, levels, strategies, flushes), had its last release in 2013. The texts of errors
 * are those of zlib, because programs see them through java.util.zip. Tested against the JDK's own zlib in both
 * directions.
 */
@NullMarked
package dev.ristretto.kernel.compression;

import org.jspecify.annotations.NullMarked;
