package io.atasker.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the health of supervisors counts for.
 *
 * @param readiness Whether the application is not ready while a critical worker has
 * failed.
 */
record HealthProperties(@DefaultValue("false") boolean readiness) {

}
