/** What an image holds of the class path beside classes. */
@NullMarked
package dev.ristretto.kernel.machine.resources;

import org.jspecify.annotations.NullMarked;
