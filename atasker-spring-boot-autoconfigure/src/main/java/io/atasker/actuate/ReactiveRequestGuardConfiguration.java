package io.atasker.actuate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/**
 * Puts the guard in front of our endpoints on a reactive server, on whatever port they
 * are.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass(WebFilter.class)
@Conditional(OnExposedEndpoint.class)
class ReactiveRequestGuardConfiguration {

	@Bean
	ReactiveRequestGuard ataskerRequestGuard(ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
		return new ReactiveRequestGuard(new RequestGuard(endpoints, AllowedHosts.of(environment)));
	}

}
