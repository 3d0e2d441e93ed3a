/**
 * Actuator endpoints, health and audit events for workers and supervisors.
 */
@NullMarked
package io.atasker.actuate;

import org.jspecify.annotations.NullMarked;
