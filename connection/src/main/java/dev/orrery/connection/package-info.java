/** Connections to databases and stores by name, encrypted at rest. */
@NullMarked
package dev.orrery.connection;

import org.jspecify.annotations.NullMarked;
