/** Ways in: passwords of the platform's own, OpenID Connect, GitHub, PAM; and JupyterHub's addresses for them. */
@NullMarked
package dev.orrery.identity.login;

import org.jspecify.annotations.NullMarked;
