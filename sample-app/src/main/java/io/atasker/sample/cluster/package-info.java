/**
 * Runs the application several times on one database and one machine, to try what that is
 * like. The application itself knows nothing of it.
 */
@NullMarked
package io.atasker.sample.cluster;

import org.jspecify.annotations.NullMarked;
