/**
 * Projects: files that say which services and instances there are to be. Read
 * ({@link dev.ristretto.tools.project.ProjectFile}), compared with what there is
 * ({@link dev.ristretto.tools.project.ProjectPlan}), brought about by way of the daemon's API
 * ({@link dev.ristretto.tools.project.ProjectRun}). The daemon knows nothing of them but a label.
 */
@NullMarked
package dev.ristretto.tools.project;

import org.jspecify.annotations.NullMarked;
