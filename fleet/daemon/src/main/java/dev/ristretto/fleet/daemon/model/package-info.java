/** What the daemon knows of instances and services, apart from how that is stored, shown or changed. */
@NullMarked
package dev.ristretto.fleet.daemon.model;

import org.jspecify.annotations.NullMarked;
