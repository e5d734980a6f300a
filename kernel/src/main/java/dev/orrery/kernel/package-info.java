/** Kernelspecs, the kernel protocol, executing one notebook. */
@NullMarked
package dev.orrery.kernel;

import org.jspecify.annotations.NullMarked;
