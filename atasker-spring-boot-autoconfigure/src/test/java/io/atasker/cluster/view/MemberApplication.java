package io.atasker.cluster.view;

import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.atasker.annotation.EventWorker;
import io.atasker.autoconfigure.AtaskerAutoConfiguration;
import io.atasker.autoconfigure.AtaskerClusterAutoConfiguration;
import io.atasker.autoconfigure.AtaskerClusterViewAutoConfiguration;
import io.atasker.testsupport.PostgresServer;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerEvent;
import io.atasker.worker.Workers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * A node in a JVM of its own, which prints what its workers do.
 */
@SpringBootConfiguration
@ImportAutoConfiguration({ AtaskerAutoConfiguration.class, AtaskerClusterAutoConfiguration.class,
		AtaskerClusterViewAutoConfiguration.class })
class MemberApplication {

	public static void main(String[] arguments) {
		ApplicationContext context = new SpringApplicationBuilder(MemberApplication.class).web(WebApplicationType.NONE)
			.properties("database=" + arguments[0], "atasker.node-id=" + arguments[1], "atasker.cluster.lease.ttl=10s",
					"atasker.cluster.initialize-schema=always", "atasker.cluster.name=shop",
					"atasker.cluster.view.enabled=true", "atasker.cluster.view.poll-interval=200ms",
					"spring.main.banner-mode=off")
			.run();
		System.out.println("mail is " + context.getBean(Workers.class).get("mail").state());
	}

	@Bean
	DataSource dataSource(Environment environment) {
		return PostgresServer.dataSource(environment.getRequiredProperty("database"));
	}

	@Bean
	Members members() {
		return new Members();
	}

	static class Members {

		@EventListener
		void changed(WorkerEvent.StateChanged event) {
			System.out.println("state " + event.worker() + " " + event.to());
		}

		@EventWorker
		void mail() {
			System.out.println("run mail");
		}

		@EventWorker
		void refresh() {
			System.out.println("run refresh");
		}

		@EventWorker(runOn = RunOn.ONE_NODE)
		void report() throws InterruptedException {
			System.out.println("run report");
			TimeUnit.MINUTES.sleep(10);
		}

	}

}
