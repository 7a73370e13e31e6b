package dev.ristretto.kernel.machine.layout;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what holds only while one processor runs the kernel: who starts a second one begins here. Assembly has the same
 * mark as a comment, {@code SINGLE PROCESSOR}.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface SingleProcessor {
    /** What would be wrong with a second one. */
    String value();
}
