/** Workloads, environments, resources; the local launcher. */
@NullMarked
package dev.orrery.launch;

import org.jspecify.annotations.NullMarked;
