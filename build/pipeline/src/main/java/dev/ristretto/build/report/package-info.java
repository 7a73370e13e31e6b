/** What is inside an image: what the compiler, the linker and the request say about a build, put together. */
@NullMarked
package dev.ristretto.build.report;

import org.jspecify.annotations.NullMarked;
