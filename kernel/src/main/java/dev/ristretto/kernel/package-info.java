/** The library OS of an image: only {@code machine} touches SubstrateVM, raw memory or assembly. */
package dev.ristretto.kernel;
