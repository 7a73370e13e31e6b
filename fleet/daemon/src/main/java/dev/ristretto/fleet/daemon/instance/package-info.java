/** Single instances: brought from the state that they are in to the desired one. */
@NullMarked
package dev.ristretto.fleet.daemon.instance;

import org.jspecify.annotations.NullMarked;
