/**
 * Durable queues in a table of the application's database, on db-scheduler.
 */
@NullMarked
package io.atasker.cluster.jdbc;

import org.jspecify.annotations.NullMarked;
