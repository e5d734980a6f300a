/** Runs, tasks, attempts; decides what runs when; durable. */
@NullMarked
package dev.orrery.scheduler;

import org.jspecify.annotations.NullMarked;
