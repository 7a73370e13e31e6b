/** The DHCP client against a server under the control of the test. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.dhcp;
