package io.atasker.autoconfigure;

import io.atasker.dashboard.DashboardEndpoint;
import io.atasker.dashboard.DashboardHints;
import io.atasker.dashboard.DashboardPage;
import io.atasker.worker.Workers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of the page, which is there once
 * {@code management.endpoints.web.exposure.include} names {@code atasker}.
 */
@AutoConfiguration(after = AtaskerEndpointAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass({ WebEndpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Workers.class)
@ConditionalOnAvailableEndpoint(endpoint = DashboardEndpoint.class, exposure = EndpointExposure.WEB)
@ImportRuntimeHints(DashboardHints.class)
public final class AtaskerDashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DashboardEndpoint dashboardEndpoint(Environment environment, EndpointAccessResolver access,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		return new DashboardEndpoint(
				new DashboardPage(environment.getProperty("spring.application.name", ""), access, endpoints));
	}

}
