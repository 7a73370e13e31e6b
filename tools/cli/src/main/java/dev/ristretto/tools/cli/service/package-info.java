/** Commands of services. */
@NullMarked
package dev.ristretto.tools.cli.service;

import org.jspecify.annotations.NullMarked;
