package io.atasker.autoconfigure;

import javax.sql.DataSource;

import io.atasker.autoconfigure.ClusterProperties.InitializeSchema;
import io.atasker.cluster.Cluster;
import io.atasker.cluster.NodeId;
import io.atasker.cluster.view.DatabaseCluster;
import io.atasker.cluster.view.ViewSchema;
import io.atasker.worker.Workers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of the view of all nodes and of commands
 * to all of them, where that is wanted.
 */
@AutoConfiguration(after = AtaskerAutoConfiguration.class, before = AtaskerEndpointAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty("atasker.cluster.view.enabled")
@ConditionalOnBooleanProperty(name = "atasker.cluster.enabled", matchIfMissing = true)
@ConditionalOnBean(Workers.class)
@ConditionalOnMissingBean(Cluster.class)
public final class AtaskerClusterViewAutoConfiguration {

	@Bean
	@DependsOnDatabaseInitialization
	DatabaseCluster ataskerCluster(ObjectProvider<DataSource> dataSources, Workers workers,
			AtaskerProperties properties, NodeId node, Environment environment) {
		DataSource dataSource = dataSources.getIfUnique();
		if (dataSource == null) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.view.enabled", "true",
					((dataSources.stream().count() > 1)
							? "There are several DataSources, none of which is the primary one."
							: "There is no DataSource for what the nodes tell each other.")
							+ " Add one, such as with spring-boot-starter-jdbc and spring.datasource.url, mark one as "
							+ "@Primary, or leave the property out.");
		}
		return new DatabaseCluster(dataSource, new ViewSchema(creation(properties.cluster().initializeSchema())),
				new ClusterSettings(properties.cluster(), environment).view(), node, workers);
	}

	private static ViewSchema.Creation creation(InitializeSchema when) {
		return switch (when) {
			case ALWAYS -> ViewSchema.Creation.ALWAYS;
			case EMBEDDED -> ViewSchema.Creation.EMBEDDED;
			case NEVER -> ViewSchema.Creation.NEVER;
		};
	}

	@Bean
	@Lazy(false)
	ClusterViewLifecycle ataskerClusterViewLifecycle(DatabaseCluster cluster, ApplicationContext context,
			AtaskerProperties properties) {
		return new ClusterViewLifecycle(cluster, context, properties.enabled());
	}

}
