package io.atasker.actuate;

import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the guard in front of our endpoints on a servlet server, on whatever port they
 * are.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Filter.class, OncePerRequestFilter.class, FilterRegistrationBean.class })
@Conditional(OnExposedEndpoint.class)
class ServletRequestGuardConfiguration {

	@Bean
	FilterRegistrationBean<ServletRequestGuard> ataskerRequestGuard(ObjectProvider<PathMappedEndpoints> endpoints,
			Environment environment) {
		return new FilterRegistrationBean<>(
				new ServletRequestGuard(new RequestGuard(endpoints, AllowedHosts.of(environment))));
	}

}
