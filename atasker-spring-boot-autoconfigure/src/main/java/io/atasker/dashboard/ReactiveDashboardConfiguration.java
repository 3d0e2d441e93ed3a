package io.atasker.dashboard;

import java.util.List;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.WebFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Adds the headers of the page on a reactive server, on whatever port it is.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass(WebFilter.class)
@ConditionalOnAvailableEndpoint(endpoint = DashboardEndpoint.class, exposure = EndpointExposure.WEB)
class ReactiveDashboardConfiguration {

	@Bean
	WebFilter ataskerDashboardHeaders(PathMappedEndpoints endpoints) {
		List<PathPattern> patterns = DashboardHeaders.patterns(endpoints)
			.stream()
			.map(PathPatternParser.defaultInstance::parse)
			.toList();
		return (exchange, chain) -> {
			PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
			if (patterns.stream().anyMatch((pattern) -> pattern.matches(path))) {
				DashboardHeaders.write(exchange.getResponse().getHeaders()::set);
			}
			return chain.filter(exchange);
		};
	}

}
