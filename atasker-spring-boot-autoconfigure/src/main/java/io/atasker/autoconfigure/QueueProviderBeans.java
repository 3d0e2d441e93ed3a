package io.atasker.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.atasker.queue.QueueProviders;
import io.atasker.queue.WorkerQueueProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The beans that keep queues. They are made when a worker names one that is not memory.
 */
final class QueueProviderBeans implements QueueProviders {

	private static final String JDBC = "jdbc";

	private static final String DB_SCHEDULER = "com.github.kagkarlsson.scheduler.Scheduler";

	private static final String JDBC_TEMPLATE = "org.springframework.jdbc.core.JdbcTemplate";

	private final ListableBeanFactory beans;

	QueueProviderBeans(ListableBeanFactory beans) {
		this.beans = beans;
	}

	private List<WorkerQueueProvider> all() {
		return Arrays.stream(this.beans.getBeanNamesForType(WorkerQueueProvider.class))
			.map((name) -> this.beans.getBean(name, WorkerQueueProvider.class))
			.toList();
	}

	@Override
	public @Nullable WorkerQueueProvider find(String id) {
		return all().stream().filter((provider) -> provider.id().equals(id)).findFirst().orElse(null);
	}

	@Override
	public String advice(String id) {
		if (!id.equals(JDBC)) {
			List<String> others = all().stream().map(WorkerQueueProvider::id).toList();
			return others.isEmpty() ? "Use memory, or jdbc with a database" : "Use memory or one of " + others;
		}
		if (!isPresent(DB_SCHEDULER)) {
			return "Add com.github.kagkarlsson:db-scheduler to the dependencies of the application, beside"
					+ " spring-boot-starter-jdbc and the driver of a database";
		}
		if (!isPresent(JDBC_TEMPLATE)) {
			return "Add spring-boot-starter-jdbc to the dependencies of the application, and the driver of a database";
		}
		return "Give the application a DataSource, by spring.datasource.url, such as jdbc:h2:file:./data/application;DB_CLOSE_ON_EXIT=FALSE"
				+ " with com.h2database:h2 for one machine; of several make one the primary bean";
	}

	private boolean isPresent(String type) {
		return ClassUtils.isPresent(type, (this.beans instanceof ConfigurableBeanFactory factory)
				? factory.getBeanClassLoader() : QueueProviderBeans.class.getClassLoader());
	}

}
