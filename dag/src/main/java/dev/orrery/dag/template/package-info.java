/** Templates in parameters: Jinja with Airflow's names, in a sandbox. */
@NullMarked
package dev.orrery.dag.template;

import org.jspecify.annotations.NullMarked;
