@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.tcp.congestion;
