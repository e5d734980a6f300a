/** Main: what the program is wired from; configuration. */
@NullMarked
package dev.orrery.server;

import org.jspecify.annotations.NullMarked;
