/**
 * An agent for HotSpot ({@code -javaagent:ristretto-tracer.jar=FILE}) that writes down what an application does by
 * reflection, as reachability metadata. It is on the boot class path of a foreign program: it uses nothing but the JDK,
 * prints nothing and lets no exception out.
 */
@NullMarked
package dev.ristretto.tools.tracer;

import org.jspecify.annotations.NullMarked;
