package io.atasker.benchmarks;

import io.atasker.annotation.QueueWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.Workers;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A queue worker as an application has it: an annotated method, transactions heeded.
 */
final class SpringQueueContestant extends QueueContestant {

	private final ConfigurableApplicationContext context;

	private final BackgroundQueueWorker<Item> worker;

	SpringQueueContestant(String name, int producers, int millis, String... arguments) {
		super(name, producers, millis);
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setBannerMode(Banner.Mode.OFF);
		this.context = application.run(arguments);
		this.context.getBean(Application.class).sink = this.sink;
		this.worker = this.context.getBean(Workers.class).queue("items", Item.class);
	}

	@Override
	boolean offer(Item item) {
		return this.worker.offer(item);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@EnableAutoConfiguration
	static class Application {

		private Sink sink;

		@QueueWorker
		void items(Item item) {
			this.sink.accept(item);
		}

	}

}
