/** Notebook documents: read, write byte-exact, validate, upgrade, parameters. */
@NullMarked
package dev.orrery.notebook;

import org.jspecify.annotations.NullMarked;
