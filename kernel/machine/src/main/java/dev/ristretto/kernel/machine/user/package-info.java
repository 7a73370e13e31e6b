/** Programs in ring 3: their memory and their registers. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.machine.user;
