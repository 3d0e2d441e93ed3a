package io.atasker.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is published as application events.
 *
 * @param enabled Whether changes of state, failures, late launches and stuck executions
 * are published.
 */
record EventsProperties(@DefaultValue("true") boolean enabled) {

}
