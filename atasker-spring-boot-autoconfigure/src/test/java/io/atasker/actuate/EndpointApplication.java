package io.atasker.actuate;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.CronParser;
import io.atasker.worker.Workers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.support.CronExpression;

/**
 * An application with a supervisor that runs and no workers; each test makes its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = { "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
class EndpointApplication {

	@Bean
	Supervisor supervisor() {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(20, 5, 5)).daemon(true).build();
		supervisor.start();
		return supervisor;
	}

	@Bean
	CronParser cronParser() {
		return SpringCron::new;
	}

	@Bean
	Workers workers(Supervisor supervisor, CronParser cronParser) {
		return Workers.builder().supervisors(List.of(supervisor)).cronParser(cronParser).build();
	}

	@Bean
	Audited audited() {
		return new Audited();
	}

	/**
	 * Keeps what was audited.
	 */
	static final class Audited {

		private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AuditApplicationEvent event) {
			this.events.add(event.getAuditEvent());
		}

		List<AuditEvent> events() {
			return this.events;
		}

		AuditEvent last() {
			return this.events.get(this.events.size() - 1);
		}

	}

	/**
	 * Stands in for the parser that the starter brings.
	 */
	private record SpringCron(String expression, ZoneId zone, CronExpression cron) implements CalendarSchedule {

		SpringCron(String expression, ZoneId zone) {
			this(expression, zone, CronExpression.parse(expression));
		}

		@Override
		public Instant next(Instant after) {
			ZonedDateTime next = this.cron.next(after.atZone(this.zone));
			return (next != null) ? next.toInstant() : null;
		}

	}

}
