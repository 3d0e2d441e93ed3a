package io.atasker.supervisor;

import java.time.Duration;

/**
 * A task that has waited for its slot for too long, and still waits.
 *
 * @param name the worker or the task
 * @param priority its priority
 * @param waited for how long it has waited
 * @param waiting how many tasks wait at this priority, this one included
 */
public record LateTask(String name, Priority priority, Duration waited, int waiting) {

}
