/** Which hypervisors there are: the one place that chooses implementations. */
@NullMarked
package dev.ristretto.run.vmm.provider;

import org.jspecify.annotations.NullMarked;
