/** Commands that look into what has files, and copy between that and this computer. */
@NullMarked
package dev.ristretto.tools.cli.files;

import org.jspecify.annotations.NullMarked;
