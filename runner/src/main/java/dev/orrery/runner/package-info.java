/** One attempt's process, and orrery run. */
@NullMarked
package dev.orrery.runner;

import org.jspecify.annotations.NullMarked;
