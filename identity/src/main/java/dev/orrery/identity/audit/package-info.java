/** The audit log: who did what, to what, and how it ended. Entries are added, never changed. */
@NullMarked
package dev.orrery.identity.audit;

import org.jspecify.annotations.NullMarked;
