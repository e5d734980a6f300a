/** When a dag runs: cron expressions, timetables and the data intervals they give. */
@NullMarked
package dev.orrery.dag.schedule;

import org.jspecify.annotations.NullMarked;
