/** JupyterHub's scopes, as its REST API and its OAuth clients know them: names, filters, and what one set of them allows. */
@NullMarked
package dev.orrery.identity.grant;

import org.jspecify.annotations.NullMarked;
