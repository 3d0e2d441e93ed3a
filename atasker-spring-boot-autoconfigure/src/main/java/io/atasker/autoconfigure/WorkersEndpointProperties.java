package io.atasker.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the endpoint of workers.
 *
 * @param showValues When to show items, which are dead letters of a queue, as text.
 * @param roles Roles that let a user see items when they are shown to authorized users;
 * none for every user that is authenticated.
 */
@ConfigurationProperties("management.endpoint.workers")
record WorkersEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
