/**
 * What the nodes of a cluster know of each other and are told together, in tables of a
 * database that they share.
 */
@NullMarked
package io.atasker.cluster.view;

import org.jspecify.annotations.NullMarked;
