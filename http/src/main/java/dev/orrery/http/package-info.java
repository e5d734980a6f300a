/** Endpoints that name their scope, and errors as problem details. */
@NullMarked
package dev.orrery.http;

import org.jspecify.annotations.NullMarked;
