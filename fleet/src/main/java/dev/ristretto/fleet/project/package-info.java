/**
 * Projects: files that say which services and instances there are to be. Read ({@link dev.ristretto.fleet.project.ProjectFile}), compared with what there is
 * ({@link dev.ristretto.fleet.project.Plan}), brought about by way of the daemon's API ({@link dev.ristretto.fleet.project.ProjectRun}). The daemon knows
 * nothing of them but a label.
 */
@NullMarked
package dev.ristretto.fleet.project;

import org.jspecify.annotations.NullMarked;
