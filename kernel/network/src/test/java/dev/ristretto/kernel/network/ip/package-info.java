/** Tests of the parts of IPv4. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.ip;
