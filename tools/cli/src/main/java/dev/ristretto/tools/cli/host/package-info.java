/** What commands have of this computer and of the daemon: folders, images, hypervisors, connections. */
@NullMarked
package dev.ristretto.tools.cli.host;

import org.jspecify.annotations.NullMarked;
