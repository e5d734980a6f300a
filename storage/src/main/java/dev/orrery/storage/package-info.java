/** Object storage: a directory, S3. */
@NullMarked
package dev.orrery.storage;

import org.jspecify.annotations.NullMarked;
