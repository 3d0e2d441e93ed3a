package io.atasker.autoconfigure;

import javax.sql.DataSource;

import io.atasker.cluster.NodeId;
import io.atasker.cluster.lease.LeaseKeeper;
import io.atasker.cluster.lease.LeaseSettings;
import io.atasker.cluster.lease.LeaseStore;
import io.atasker.cluster.lease.ShedLockLeaseStore;
import io.atasker.worker.NoLeaseException;
import io.atasker.worker.WorkerLeases;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of the leases of workers that are to run
 * on one node. Nothing of it is made before the first such worker is.
 */
@AutoConfiguration(after = AtaskerAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "atasker.cluster.enabled", matchIfMissing = true)
public final class AtaskerClusterAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnBean(LeaseStore.class)
	@ConditionalOnMissingBean(WorkerLeases.class)
	LeaseKeeper ataskerLeaseKeeper(LeaseStore store, AtaskerProperties properties, NodeId node,
			Environment environment) {
		LeaseSettings settings = new ClusterSettings(properties.cluster(), environment).leases();
		return new LeaseKeeper(store, settings, node);
	}

	/**
	 * Leases that are locks of ShedLock, from wherever the application has them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LockProvider.class)
	@ConditionalOnBean(LockProvider.class)
	@ConditionalOnMissingBean({ LeaseStore.class, WorkerLeases.class })
	static class LockProviderConfiguration {

		@Bean
		@Lazy
		LeaseStore ataskerLockProviderLeaseStore(ObjectProvider<LockProvider> providers, ListableBeanFactory beans) {
			LockProvider provider = providers.getIfUnique();
			if (provider == null) {
				throw new NoLeaseException(
						"there are several LockProviders, none of which is the primary one: "
								+ String.join(", ", beans.getBeanNamesForType(LockProvider.class)),
						"Mark one as @Primary, or define a bean of type " + LeaseStore.class.getName());
			}
			if (provider instanceof ExtensibleLockProvider extensible) {
				return new ShedLockLeaseStore(extensible);
			}
			throw new NoLeaseException(
					"the LockProvider of type %s cannot extend its locks".formatted(provider.getClass().getName()),
					"Use one that is an ExtensibleLockProvider, or define a bean of type "
							+ LeaseStore.class.getName());
		}

	}

	/**
	 * Leases in the database of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplateLockProvider.class)
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(value = { LeaseStore.class, WorkerLeases.class },
			type = "net.javacrumbs.shedlock.core.LockProvider")
	static class JdbcConfiguration {

		@Bean
		@Lazy
		@DependsOnDatabaseInitialization
		LeaseStore ataskerJdbcLeaseStore(DataSource dataSource, AtaskerProperties properties, NodeId node) {
			return new JdbcLeases(dataSource, properties.cluster()).store(node);
		}

	}

}
