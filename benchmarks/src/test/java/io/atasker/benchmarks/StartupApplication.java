package io.atasker.benchmarks;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application that starts and ends.
 */
@EnableAutoConfiguration
public class StartupApplication {

	/**
	 * Starts and ends.
	 * @param args how many workers, or "scheduled", and arguments of the application
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(StartupApplication.class);
		if (args[0].equals("scheduled")) {
			application.addInitializers((context) -> register(context, "five", FiveScheduled.class));
		}
		else {
			addWorkers(application, Integer.parseInt(args[0]));
		}
		application.run(args).close();
	}

	static void addWorkers(SpringApplication application, int workers) {
		application.addInitializers((context) -> {
			for (int i = 0; i < workers / 5; i++) {
				register(context, "five" + i, (i == 0) ? FiveWorkers.class : FiveWorkersByBean.class);
			}
		});
	}

	private static void register(ConfigurableApplicationContext context, String name, Class<?> type) {
		((GenericApplicationContext) context).registerBeanDefinition(name, new RootBeanDefinition(type));
	}

}
