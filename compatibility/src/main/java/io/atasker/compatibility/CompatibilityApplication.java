package io.atasker.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts with whatever is on the class path, tries what an application uses of the
 * library, and ends with 0 if all of it works.
 */
@SpringBootApplication
public class CompatibilityApplication {

	public static void main(String[] arguments) {
		List<String> failures = new ArrayList<>();
		SpringApplication application = new SpringApplication(CompatibilityApplication.class);
		application.setDefaultProperties(Map.ofEntries(Map.entry("server.port", "0"),
				Map.entry("server.address", "127.0.0.1"), Map.entry("spring.jmx.enabled", "true"),
				Map.entry("atasker.supervisor.process-pool.size", "1"),
				Map.entry("management.endpoints.web.exposure.include", "*"),
				Map.entry("management.endpoints.jmx.exposure.include", "*"),
				Map.entry("management.endpoint.workers.access", "unrestricted"),
				Map.entry("spring.security.user.name", "user"), Map.entry("spring.security.user.password", "secret"),
				Map.entry("logging.level.root", "warn")));
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			new Checks(context, failures).run();
		}
		failures.forEach((failure) -> System.err.println("FAILED " + failure));
		System.exit(failures.isEmpty() ? 0 : 1);
	}

}
