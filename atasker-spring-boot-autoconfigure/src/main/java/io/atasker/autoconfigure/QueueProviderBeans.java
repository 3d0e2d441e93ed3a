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

	private static final String RABBIT = "rabbit";

	private static final String SPRING_RABBIT = "org.springframework.amqp.rabbit.connection.ConnectionFactory";

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
		return switch (id) {
			case JDBC -> adviceOnJdbc();
			case RABBIT -> adviceOnRabbit();
			default -> {
				List<String> others = all().stream().map(WorkerQueueProvider::id).toList();
				yield others.isEmpty() ? "Use memory, jdbc with a database, or rabbit with RabbitMQ"
						: "Use memory or one of " + others;
			}
		};
	}

	private String adviceOnRabbit() {
		if (!isPresent(SPRING_RABBIT)) {
			return "Add spring-boot-starter-amqp to the dependencies of the application, and say by spring.rabbitmq.host"
					+ " where RabbitMQ is";
		}
		return "Give the application a ConnectionFactory of Spring AMQP, by spring-boot-starter-amqp and"
				+ " spring.rabbitmq.host; of several make one the primary bean";
	}

	private String adviceOnJdbc() {
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
