/** What all instances that are child processes need: protection from signals and from being left behind, and the report channel. */
@NullMarked
package dev.ristretto.hypervisor.child;

import org.jspecify.annotations.NullMarked;
