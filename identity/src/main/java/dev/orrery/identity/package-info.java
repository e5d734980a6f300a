/** Users, roles, scopes, tokens, sessions, login. */
@NullMarked
package dev.orrery.identity;

import org.jspecify.annotations.NullMarked;
