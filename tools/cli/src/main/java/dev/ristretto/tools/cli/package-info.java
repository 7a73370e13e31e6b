/**
 * The command line: {@code ristretto build}, {@code run}, {@code images} and the like, on top of the image and
 * hypervisor floors.
 */
@NullMarked
package dev.ristretto.tools.cli;

import org.jspecify.annotations.NullMarked;
