package io.atasker.autoconfigure;

import io.atasker.actuate.ItemReader;
import io.atasker.actuate.JsonItemReader;
import io.atasker.actuate.OperationRequestAdvisor;
import io.atasker.actuate.SupervisorsEndpoint;
import io.atasker.actuate.SupervisorsEndpointJmxExtension;
import io.atasker.actuate.SupervisorsEndpointWebExtension;
import io.atasker.actuate.WorkersEndpoint;
import io.atasker.actuate.WorkersEndpointJmxExtension;
import io.atasker.actuate.WorkersEndpointWebExtension;
import io.atasker.annotation.SpringCronParser;
import io.atasker.cluster.Cluster;
import io.atasker.worker.CronParser;
import io.atasker.worker.Workers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} of the Actuator endpoints of workers and
 * supervisors.
 */
@AutoConfiguration(after = AtaskerAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Workers.class)
@EnableConfigurationProperties(WorkersEndpointProperties.class)
public final class AtaskerEndpointAutoConfiguration {

	@Bean
	OperationRequestAdvisor ataskerOperationRequestAdvisor() {
		return new OperationRequestAdvisor();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	WorkersEndpoint workersEndpoint(Workers workers, ObjectProvider<CronParser> cronParser,
			ObjectProvider<ItemReader> items, ObjectProvider<Cluster> cluster, ApplicationEventPublisher events) {
		return new WorkersEndpoint(workers, cronParser.getIfAvailable(SpringCronParser::new),
				items.getIfAvailable(ItemReader::ofText), events, cluster.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(WorkersEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WorkersEndpointWebExtension workersEndpointWebExtension(WorkersEndpoint endpoint,
			WorkersEndpointProperties properties) {
		return new WorkersEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(WorkersEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	WorkersEndpointJmxExtension workersEndpointJmxExtension(WorkersEndpoint endpoint,
			WorkersEndpointProperties properties) {
		return new WorkersEndpointJmxExtension(endpoint, properties.showValues() == Show.ALWAYS);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	SupervisorsEndpoint supervisorsEndpoint(LocalSupervisors supervisors, ApplicationEventPublisher events) {
		return new SupervisorsEndpoint(supervisors, events);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SupervisorsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SupervisorsEndpointWebExtension supervisorsEndpointWebExtension(SupervisorsEndpoint endpoint) {
		return new SupervisorsEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SupervisorsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	SupervisorsEndpointJmxExtension supervisorsEndpointJmxExtension(SupervisorsEndpoint endpoint) {
		return new SupervisorsEndpointJmxExtension(endpoint);
	}

	/**
	 * What needs Jackson.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JsonConfiguration {

		@Bean
		@ConditionalOnMissingBean(ItemReader.class)
		JsonItemReader ataskerItemReader(ObjectProvider<JsonMapper> mapper) {
			return new JsonItemReader(mapper.getIfAvailable(JsonMapper::new));
		}

	}

}
