/** Commands that run instances and look after them. */
@NullMarked
package dev.ristretto.tools.cli.instance;

import org.jspecify.annotations.NullMarked;
