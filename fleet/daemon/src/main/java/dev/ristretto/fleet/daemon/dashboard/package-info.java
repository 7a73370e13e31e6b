/** The dashboard's pages, which ask the API for what they show. */
@NullMarked
package dev.ristretto.fleet.daemon.dashboard;

import org.jspecify.annotations.NullMarked;
