/**
 * The supervisor: it admits tasks to threads by priority and watches those that wait too
 * long.
 */
@NullMarked
package io.atasker.supervisor;

import org.jspecify.annotations.NullMarked;
