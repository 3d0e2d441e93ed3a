/**
 * The provider interface behind queue workers and its in-memory implementation.
 */
@NullMarked
package io.atasker.queue;

import org.jspecify.annotations.NullMarked;
