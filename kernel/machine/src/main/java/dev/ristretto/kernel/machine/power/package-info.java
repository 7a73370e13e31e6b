/**
 * How an instance ends: switched off with a status, or in a panic that says why.
 */
@NullMarked
package dev.ristretto.kernel.machine.power;

import org.jspecify.annotations.NullMarked;
