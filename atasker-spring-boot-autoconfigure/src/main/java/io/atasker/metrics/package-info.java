/**
 * Meters, observations and what else Micrometer and the log are told of workers and
 * supervisors.
 */
@NullMarked
package io.atasker.metrics;

import org.jspecify.annotations.NullMarked;
