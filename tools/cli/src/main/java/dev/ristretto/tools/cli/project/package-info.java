/** Commands that bring about what a file describes. */
@NullMarked
package dev.ristretto.tools.cli.project;

import org.jspecify.annotations.NullMarked;
