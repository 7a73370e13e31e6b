/** Wire formats: offsets of header fields, constants and checksums. Stateless; every multi-byte field is big-endian. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.wire;
