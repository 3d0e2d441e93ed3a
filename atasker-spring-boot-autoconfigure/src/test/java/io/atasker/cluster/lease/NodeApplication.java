package io.atasker.cluster.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.atasker.annotation.Worker;
import io.atasker.autoconfigure.AtaskerAutoConfiguration;
import io.atasker.autoconfigure.AtaskerClusterAutoConfiguration;
import io.atasker.docs.cluster.RedisLocks;
import io.atasker.testsupport.LocalRedis;
import io.atasker.testsupport.PostgresServer;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerEvent;
import net.javacrumbs.shedlock.core.LockProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * A node of a cluster, in a JVM of its own, with a worker that is to run on one node.
 * Each run leaves a row, by the clock of the database.
 */
@SpringBootConfiguration
@ImportAutoConfiguration({ AtaskerAutoConfiguration.class, AtaskerClusterAutoConfiguration.class })
class NodeApplication {

	/** The table of the runs. */
	static final String TABLE = "create table runs (id serial primary key, node varchar(100) not null, "
			+ "begun timestamp not null, ended timestamp)";

	/**
	 * Runs until it is ended.
	 * @param arguments the URL of the database, the name of the node, the ttl, how long a
	 * run takes in milliseconds, and the port of Redis if the leases are there
	 */
	public static void main(String[] arguments) {
		new SpringApplicationBuilder(NodeApplication.class).web(WebApplicationType.NONE)
			.properties("database=" + arguments[0], "atasker.node-id=" + arguments[1],
					"atasker.cluster.lease.ttl=" + arguments[2], "atasker.cluster.initialize-schema=always",
					"atasker.cluster.name=failover", "run=" + arguments[3],
					(arguments.length > 4) ? "redis=" + arguments[4] : "none=", "spring.main.banner-mode=off")
			.run();
		System.out.println("up");
	}

	@Bean
	DataSource dataSource(Environment environment) {
		return PostgresServer.dataSource(environment.getRequiredProperty("database"));
	}

	@Bean(destroyMethod = "destroy")
	@ConditionalOnProperty("redis")
	JedisConnectionFactory redis(@Value("${redis}") int port) {
		return LocalRedis.connect(port);
	}

	@Bean
	@ConditionalOnProperty("redis")
	LockProvider locks(JedisConnectionFactory redis) {
		return new RedisLocks().locks(redis);
	}

	@Bean
	Single single(DataSource dataSource, Environment environment) {
		return new Single(dataSource, environment.getRequiredProperty("atasker.node-id"),
				environment.getRequiredProperty("run", Long.class));
	}

	static class Single {

		private final DataSource dataSource;

		private final String node;

		/** How long a run takes, in milliseconds. */
		private final long run;

		Single(DataSource dataSource, String node, long run) {
			this.dataSource = dataSource;
			this.node = node;
			this.run = run;
		}

		@EventListener
		void changed(WorkerEvent.StateChanged event) {
			System.out.println("state " + event.to());
		}

		@Worker(runOn = RunOn.ONE_NODE, pollDelay = "10ms")
		void single(WorkContext context) throws Exception {
			try {
				long id = begin();
				TimeUnit.MILLISECONDS.sleep(this.run);
				if (context.isLeaseValid()) {
					end(id);
				}
			}
			catch (InterruptedException ex) {
				System.out.println("interrupted");
				throw ex;
			}
		}

		private long begin() throws SQLException {
			try (Connection connection = this.dataSource.getConnection();
					PreparedStatement statement = connection.prepareStatement(
							"insert into runs (node, begun) values (?, clock_timestamp()) returning id")) {
				statement.setString(1, this.node);
				try (ResultSet id = statement.executeQuery()) {
					id.next();
					return id.getLong(1);
				}
			}
		}

		private void end(long id) throws SQLException {
			try (Connection connection = this.dataSource.getConnection();
					PreparedStatement statement = connection
						.prepareStatement("update runs set ended = clock_timestamp() where id = ?")) {
				statement.setLong(1, id);
				statement.executeUpdate();
			}
		}

	}

}
