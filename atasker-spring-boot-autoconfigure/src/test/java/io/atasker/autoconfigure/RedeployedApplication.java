package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.TaskOptions;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/**
 * What {@link RedeploymentTests} deploy: an application that has used a bit of
 * everything. It is loaded with its libraries by a class loader of its own.
 */
public final class RedeployedApplication implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	public RedeployedApplication(String kind) throws Exception {
		this.context.setClassLoader(RedeployedApplication.class.getClassLoader());
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test",
					java.util.Map.of("atasker.supervisor.virtual-threads", Boolean.toString(kind.equals("virtual")))));
		this.context.register(Application.class);
		this.context.refresh();
		Workers workers = this.context.getBean(Workers.class);
		Work work = this.context.getBean(Work.class);
		this.context.getBean(Supervisor.class)
			.submit(() -> null, TaskOptions.named("later").withDelay(Duration.ofHours(1)));
		this.context.getBean(Supervisor.class).submit(() -> "now").result().get(60, TimeUnit.SECONDS);
		workers.queue("items", String.class).put("one");
		workers.queue("items", String.class).put("bad");
		if (kind.equals("loop")) {
			((BackgroundEventWorker) workers.get("async")).trigger();
		}
		else {
			work.done.countDown();
		}
		if (!work.done.await(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("the workers have not run");
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AtaskerAutoConfiguration.class, AtaskerMetricsAutoConfiguration.class })
	static class Application {

		@Bean
		Work work() {
			return new Work();
		}

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

	static class Work {

		private static final ThreadLocal<Object> LEFT = new ThreadLocal<>();

		private final CountDownLatch done = new CountDownLatch(4);

		@QueueWorker
		void items(String item) {
			// Dies with the threads of the pool.
			LEFT.set(new Object());
			this.done.countDown();
			if (item.equals("bad")) {
				throw new IllegalStateException("as told");
			}
		}

		@IntervalWorker(interval = "1h")
		void hourly() {
			this.done.countDown();
		}

		@EventWorker
		CompletionStage<String> async() {
			return CompletableFuture.supplyAsync(() -> {
				this.done.countDown();
				return "done";
			}, (work) -> new Thread(work, "completes").start());
		}

	}

}
