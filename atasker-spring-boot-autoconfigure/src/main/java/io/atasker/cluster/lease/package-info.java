/**
 * Leases, by which the nodes of a cluster agree which of them runs a worker.
 */
@NullMarked
package io.atasker.cluster.lease;

import org.jspecify.annotations.NullMarked;
