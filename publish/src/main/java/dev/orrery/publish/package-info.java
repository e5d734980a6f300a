/** The dag repository: git, checks, deploy. */
@NullMarked
package dev.orrery.publish;

import org.jspecify.annotations.NullMarked;
