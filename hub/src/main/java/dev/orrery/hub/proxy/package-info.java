/** The proxy to user servers: HTTP in constant memory, WebSockets as a tunnel. Knows ports, not users' rights. */
@NullMarked
package dev.orrery.hub.proxy;

import org.jspecify.annotations.NullMarked;
