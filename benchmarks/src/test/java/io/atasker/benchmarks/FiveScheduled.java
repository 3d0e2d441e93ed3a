package io.atasker.benchmarks;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * What one would take instead of {@link FiveWorkers}.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableAsync
class FiveScheduled {

	@Scheduled(fixedRateString = "1h", initialDelayString = "1h")
	void scan() {
	}

	@Scheduled(cron = "0 0 3 * * *", zone = "UTC")
	void report() {
	}

	@Async
	void mails(String mail) {
	}

	@Async
	void gallery() {
	}

	@Scheduled(fixedDelayString = "1h", initialDelayString = "1h")
	void poll() {
	}

}
