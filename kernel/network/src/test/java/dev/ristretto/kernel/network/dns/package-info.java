/** The resolver against servers under the control of the test. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.dns;
