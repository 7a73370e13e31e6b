/** What an ELF program needs to be loaded: reading such files, and finding libraries as the loader of Linux does. */
@NullMarked
package dev.ristretto.build.program.library;

import org.jspecify.annotations.NullMarked;
