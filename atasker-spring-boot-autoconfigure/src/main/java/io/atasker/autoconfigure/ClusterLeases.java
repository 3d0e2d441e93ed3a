package io.atasker.autoconfigure;

import io.atasker.worker.NoLeaseException;
import io.atasker.worker.WorkerLease;
import io.atasker.worker.WorkerLeases;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Leases from the beans of an application, which are made when the first worker needs
 * one; and if there are none, what is missing.
 */
final class ClusterLeases implements WorkerLeases {

	private static final String OTHERWISE = "; let it run on every node; or, where this is the only node, set "
			+ "atasker.cluster.enabled=false";

	private static final String LOCKS = "net.javacrumbs.shedlock.core.LockProvider";

	private static final String JDBC_LOCKS = "net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider";

	private final AtaskerProperties properties;

	private final ListableBeanFactory beans;

	ClusterLeases(AtaskerProperties properties, ListableBeanFactory beans) {
		this.properties = properties;
		this.beans = beans;
	}

	@Override
	public @Nullable WorkerLease lease(String worker, WorkerLease.Owner owner) {
		return this.properties.cluster().enabled() ? leases().lease(worker, owner) : null;
	}

	private WorkerLeases leases() {
		WorkerLeases leases;
		try {
			leases = this.beans.getBeanProvider(WorkerLeases.class).getIfAvailable();
		}
		catch (BeansException ex) {
			if (ex.getMostSpecificCause() instanceof NoLeaseException problem) {
				throw problem;
			}
			throw ex;
		}
		if (leases == null) {
			throw missing();
		}
		return leases;
	}

	private NoLeaseException missing() {
		ClassLoader classLoader = (this.beans instanceof ConfigurableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		if (!ClassUtils.isPresent(LOCKS, classLoader)) {
			return new NoLeaseException("nothing tells the nodes which of them runs it: ShedLock is not there",
					"Add net.javacrumbs.shedlock:shedlock-provider-jdbc-template, beside a DataSource" + OTHERWISE);
		}
		int dataSources = dataSources(classLoader);
		if (dataSources > 1) {
			return new NoLeaseException(
					"there are %d DataSources, none of which is the primary one".formatted(dataSources),
					"Mark one as @Primary, or define a bean of type ExtensibleLockProvider" + OTHERWISE);
		}
		if (dataSources == 1 && !ClassUtils.isPresent(JDBC_LOCKS, classLoader)) {
			return new NoLeaseException("there is a DataSource, but nothing that keeps leases in it",
					"Add net.javacrumbs.shedlock:shedlock-provider-jdbc-template, or define a bean of type "
							+ "ExtensibleLockProvider" + OTHERWISE);
		}
		return new NoLeaseException("there is neither a DataSource nor a LockProvider of ShedLock to keep leases in",
				"Add a DataSource, such as with spring-boot-starter-jdbc and spring.datasource.url, or define a bean "
						+ "of type ExtensibleLockProvider" + OTHERWISE);
	}

	private int dataSources(@Nullable ClassLoader classLoader) {
		Class<?> type = ClassUtils.resolveClassName("javax.sql.DataSource", classLoader);
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type, true, false).length;
	}

}
