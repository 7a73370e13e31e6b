/** What exceptions say that the machine throws, in HotSpot's words: what was null (JEP 358), and what does not fit. */
@NullMarked
package dev.ristretto.kernel.machine.messages;

import org.jspecify.annotations.NullMarked;
