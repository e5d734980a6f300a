/** Differences between two notebooks, cell by cell, in nbdime's diff format; and notebooks made of a difference. */
@NullMarked
package dev.orrery.notebook.diff;

import org.jspecify.annotations.NullMarked;
