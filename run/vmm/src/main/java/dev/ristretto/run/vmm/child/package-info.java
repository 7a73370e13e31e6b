/** What all instances that are child processes need: protection from signals and from being left behind, and the report channel. */
@NullMarked
package dev.ristretto.run.vmm.child;

import org.jspecify.annotations.NullMarked;
