/** What a fleet must not forget: instances and events, in SQLite. */
@NullMarked
package dev.ristretto.fleet.database;

import org.jspecify.annotations.NullMarked;
