/**
 * What an image and its host say to each other: command line, report, counters, boot note, addresses, ports. Kernel,
 * linker, hypervisors and (by a generated include file) the assembly take it from here; docs/abi.md tells it as a
 * whole.
 *
 * <p>Plain Java without dependencies. What is in here changes together with {@link dev.ristretto.abi.BootNote#VERSION}.
 */
@NullMarked
package dev.ristretto.abi;

import org.jspecify.annotations.NullMarked;
