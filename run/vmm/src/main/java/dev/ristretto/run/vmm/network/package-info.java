/** What connects the network card of an instance to this host: passt. */
@NullMarked
package dev.ristretto.run.vmm.network;

import org.jspecify.annotations.NullMarked;
