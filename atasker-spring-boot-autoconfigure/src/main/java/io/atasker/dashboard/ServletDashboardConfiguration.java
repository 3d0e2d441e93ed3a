package io.atasker.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Adds the headers of the page on a servlet server, on whatever port it is.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ HttpServletRequest.class, MappedInterceptor.class })
@ConditionalOnAvailableEndpoint(endpoint = DashboardEndpoint.class, exposure = EndpointExposure.WEB)
class ServletDashboardConfiguration {

	@Bean
	MappedInterceptor ataskerDashboardHeaders(PathMappedEndpoints endpoints) {
		return new MappedInterceptor(DashboardHeaders.patterns(endpoints).toArray(String[]::new),
				new HandlerInterceptor() {

					@Override
					public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
						DashboardHeaders.write(response::setHeader);
						return true;
					}

				});
	}

}
