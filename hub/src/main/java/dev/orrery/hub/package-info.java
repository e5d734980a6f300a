/** User servers: spawn, JupyterHub's protocol, proxy. */
@NullMarked
package dev.orrery.hub;

import org.jspecify.annotations.NullMarked;
