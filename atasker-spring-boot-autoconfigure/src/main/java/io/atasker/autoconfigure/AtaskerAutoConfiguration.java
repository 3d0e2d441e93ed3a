package io.atasker.autoconfigure;

import io.atasker.annotation.SpringCronParser;
import io.atasker.annotation.WorkerAnnotationConfiguration;
import io.atasker.cluster.NodeId;
import io.atasker.metrics.MdcKeys;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.AfterCommit;
import io.atasker.worker.CronParser;
import io.atasker.worker.Workers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * {@link AutoConfiguration Auto-configuration} of supervisors and workers, and of their
 * lives within that of the application context. Each context has its own, so that a
 * worker lives and ends with the context that defines it.
 */
@AutoConfiguration
@EnableConfigurationProperties(AtaskerProperties.class)
@Import({ JsonCodecBeans.class, SupervisorBeans.class, WorkerAnnotationConfiguration.class })
public final class AtaskerAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DurationRules ataskerDurationRules(Environment environment) {
		return new DurationRules(environment);
	}

	@Bean
	SupervisorDisposal ataskerSupervisorDisposal() {
		return new SupervisorDisposal();
	}

	@Bean(SupervisorBeans.FACTORY)
	SupervisorFactory ataskerSupervisorFactory(AtaskerProperties properties, ListableBeanFactory beans,
			Environment environment, SupervisorDisposal disposal) {
		return new SupervisorFactory(properties, beans, environment, disposal);
	}

	@Bean(name = SupervisorBeans.DEFAULT, destroyMethod = "")
	@ConditionalOnMissingBean(name = SupervisorBeans.DEFAULT, search = SearchStrategy.CURRENT)
	@Qualifier(Supervisor.DEFAULT_NAME)
	Supervisor ataskerSupervisor(SupervisorFactory factory) {
		return factory.create(Supervisor.DEFAULT_NAME);
	}

	@Bean
	LocalSupervisors ataskerSupervisors(ListableBeanFactory beans) {
		return new LocalSupervisors(beans);
	}

	@Bean
	@ConditionalOnMissingBean
	CronParser ataskerCronParser() {
		return new SpringCronParser();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	NodeId ataskerNodeId(AtaskerProperties properties) {
		return ClusterSettings.node(properties);
	}

	@Bean
	WorkersFactory ataskerWorkersFactory(AtaskerProperties properties, LocalSupervisors supervisors,
			ListableBeanFactory beans, SupervisorDisposal disposal) {
		return new WorkersFactory(properties, supervisors, beans);
	}

	@Bean
	@Lazy(false)
	ObserverBeans ataskerObserverBeans(ListableBeanFactory beans) {
		return new ObserverBeans(beans);
	}

	/** The last: what the others restore from the caller does not hide it. */
	@Bean
	@Order
	@ConditionalOnBooleanProperty("atasker.tracing.mdc")
	MdcKeys ataskerMdcKeys() {
		return new MdcKeys();
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "atasker.events.enabled", matchIfMissing = true)
	EventPublication ataskerEventPublication(ApplicationEventPublisher publisher, ObjectProvider<Workers> workers,
			AtaskerProperties properties) {
		return new EventPublication(publisher, workers, properties.enabled());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	Workers ataskerWorkers(WorkersFactory factory) {
		return factory.create();
	}

	@Bean
	SupervisorLifecycle ataskerSupervisorLifecycle(AtaskerProperties properties, LocalSupervisors supervisors,
			SupervisorFactory factory, BeanFactory beans, Environment environment) {
		ShutdownDeadline deadline = new ShutdownDeadline(supervisors, factory, beans, environment);
		return new SupervisorLifecycle(supervisors, deadline, properties.enabled());
	}

	@Bean
	LauncherLifecycle ataskerLauncherLifecycle(AtaskerProperties properties, LocalSupervisors supervisors,
			Workers workers) {
		return new LauncherLifecycle(supervisors, new UnknownWorkersCheck(properties, workers), properties.enabled());
	}

	/**
	 * What needs spring-tx.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransactionSynchronizationManager.class)
	static class TransactionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AfterCommit ataskerAfterCommit() {
			return new TransactionAfterCommit();
		}

	}

}
