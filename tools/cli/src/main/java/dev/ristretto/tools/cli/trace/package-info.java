/** Running an application on HotSpot to find out what it does by reflection. */
@NullMarked
package dev.ristretto.tools.cli.trace;

import org.jspecify.annotations.NullMarked;
