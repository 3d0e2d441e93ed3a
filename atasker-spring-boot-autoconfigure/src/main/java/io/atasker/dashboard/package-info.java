/**
 * The page: what Actuator shows of workers and supervisors, for people.
 */
@NullMarked
package io.atasker.dashboard;

import org.jspecify.annotations.NullMarked;
