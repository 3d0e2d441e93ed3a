/**
 * What the nodes of a cluster have in common.
 */
@NullMarked
package io.atasker.cluster;

import org.jspecify.annotations.NullMarked;
