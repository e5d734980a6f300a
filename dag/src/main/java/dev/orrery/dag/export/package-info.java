/** Dags written for other schedulers. */
@NullMarked
package dev.orrery.dag.export;

import org.jspecify.annotations.NullMarked;
