package io.atasker.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample application on a free port of the loopback, with folders of its own.
 */
final class RunningSample implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningSample(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningSample start(Path folder, String... arguments) {
		return start(folder, null, arguments);
	}

	static RunningSample start(Path folder, @Nullable Class<?> more, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--sample.inbox=" + folder.resolve("inbox"),
				"--sample.data=" + folder.resolve("data"), "--atasker.workers.thumbnails.retry.delay=100ms",
				"--atasker.workers.scan.interval=1h", "--atasker.supervisor.pool-size=20"));
		all.addAll(List.of(arguments));
		if (all.stream().noneMatch((argument) -> argument.startsWith("--server.port="))) {
			all.add("--server.port=0");
		}
		SpringApplicationBuilder builder = new SpringApplicationBuilder(SampleApplication.class);
		if (more != null) {
			builder.sources(more);
		}
		return new RunningSample(builder.run(all.toArray(String[]::new)));
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	Workers workers() {
		return this.context.getBean(Workers.class);
	}

	Supervisor supervisor() {
		return this.context.getBean(Supervisor.class);
	}

	BackgroundWorker worker(String name) {
		return workers().get(name);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
