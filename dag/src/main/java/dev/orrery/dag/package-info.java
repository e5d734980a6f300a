/** What a user declares: dag.yml, timetables, templates, macros, checks; no I/O. */
@NullMarked
package dev.orrery.dag;

import org.jspecify.annotations.NullMarked;
