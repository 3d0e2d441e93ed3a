package io.atasker.autoconfigure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.atasker.annotation.QueueWorker;
import io.atasker.worker.BackgroundQueueWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What {@link ShutdownTests} terminate: orders come over HTTP and are worked off.
 */
final class ShutdownApplication {

	private ShutdownApplication() {
	}

	public static void main(String[] arguments) {
		new SpringApplicationBuilder(Application.class).bannerMode(Banner.Mode.OFF).run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
	static class Application {

		/** Is destroyed after the supervisor, which runs what it defines. */
		@Bean
		Shop shop(@Value("${work}") long workMillis) {
			return new Shop(workMillis);
		}

	}

	@RestController
	static class Shop implements DisposableBean {

		private final long workMillis;

		private final AtomicLong put = new AtomicLong();

		private final AtomicLong handled = new AtomicLong();

		private final AtomicLong slow = new AtomicLong();

		@Autowired
		private @Nullable BackgroundQueueWorker<Integer> orders;

		Shop(long workMillis) {
			this.workMillis = workMillis;
		}

		@EventListener
		void started(WebServerInitializedEvent event) {
			System.out.println("port " + event.getWebServer().getPort());
		}

		@PostMapping("/order")
		String order(@RequestParam int id, @RequestParam long millis) {
			if (millis > 1_000) {
				System.out.println("slow " + this.slow.incrementAndGet());
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
			this.orders.put(id);
			this.put.incrementAndGet();
			return "accepted";
		}

		@QueueWorker(name = "orders", concurrency = "2", capacity = "100000")
		void handle(Integer id) throws InterruptedException {
			Thread.sleep(this.workMillis);
			this.handled.incrementAndGet();
			System.out.println("handled " + id);
		}

		@Override
		public void destroy() {
			System.out.println("put in all " + this.put);
			System.out.println("handled in all " + this.handled);
		}

	}

}
