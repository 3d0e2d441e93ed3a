package io.atasker.autoconfigure;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.atasker.cluster.NodeId;
import io.atasker.cluster.jdbc.JdbcQueueProvider;
import io.atasker.cluster.jdbc.JdbcQueueSettings;
import io.atasker.cluster.jdbc.QueueSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link AutoConfiguration Auto-configuration} of queues in the application's database.
 * Nothing is touched before a worker names the provider.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" },
		after = AtaskerAutoConfiguration.class)
@ConditionalOnClass({ Scheduler.class, JdbcTemplate.class })
@ConditionalOnSingleCandidate(DataSource.class)
public final class AtaskerJdbcQueueAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(AtaskerJdbcQueueAutoConfiguration.class);

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	JdbcQueueProvider ataskerJdbcQueueProvider(DataSource dataSource, AtaskerProperties properties) {
		boolean inMemory = QueueSchema.isInMemory(dataSource);
		if (inMemory) {
			logger.warn("The queues of provider jdbc are in a database in memory, which ends with this JVM. Set"
					+ " spring.datasource.url to a database that stays, such as jdbc:h2:file:./data/application;DB_CLOSE_ON_EXIT=FALSE");
		}
		if (isToBeCreated(properties.cluster().initializeSchema(), inMemory)) {
			QueueSchema.create(dataSource);
		}
		return new JdbcQueueProvider(dataSource, settings(properties));
	}

	private static boolean isToBeCreated(ClusterProperties.InitializeSchema when, boolean inMemory) {
		return switch (when) {
			case ALWAYS -> true;
			case EMBEDDED -> inMemory;
			case NEVER -> false;
		};
	}

	private static JdbcQueueSettings settings(AtaskerProperties properties) {
		JdbcQueueProperties jdbc = properties.cluster().jdbc();
		try {
			return new JdbcQueueSettings(NodeId.of(properties.nodeId()).unique(), jdbc.pollInterval(),
					jdbc.heartbeatInterval(), jdbc.missedHeartbeats(), jdbc.hints() == JdbcQueueProperties.Hints.AUTO,
					properties.transactionAware());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.jdbc", jdbc,
					ex.getMessage() + ". Correct the value.");
		}
	}

}
