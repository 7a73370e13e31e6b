/**
 * What hypervisors share whose instances are processes of this computer. A {@link dev.ristretto.run.vmm.launch.Driver}
 * says what is to be started and how it is controlled; the {@link dev.ristretto.run.vmm.launch.Launcher} does it,
 * attached or detached.
 */
@NullMarked
package dev.ristretto.run.vmm.launch;

import org.jspecify.annotations.NullMarked;
