/** What a stack counts for whoever looks after it. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.statistics;
