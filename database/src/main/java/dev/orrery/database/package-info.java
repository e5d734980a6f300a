/** SQLite or PostgreSQL: connections, transactions, numbered migrations. */
@NullMarked
package dev.orrery.database;

import org.jspecify.annotations.NullMarked;
