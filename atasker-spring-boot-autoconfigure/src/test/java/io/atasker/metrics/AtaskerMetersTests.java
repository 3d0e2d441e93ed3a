package io.atasker.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import io.atasker.process.ProcessOptions;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.Page;
import io.atasker.time.ManualTime;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerLease;
import io.atasker.worker.Workers;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the documentation of meters with what is registered, and writes its table.
 */
class AtaskerMetersTests {

	private static final List<String> PRIORITIES = List.of("critical", "high", "low", "normal");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		Supervisor supervisor = Supervisor.builder()
			.time(new ManualTime())
			.processPool(new PoolLimits(1, 0, 0), ProcessOptions.builder().build())
			.build();
		Workers workers = Workers.builder()
			.supervisors(List.of(supervisor))
			.leases((worker, owner) -> new Lease(owner))
			.build();
		new AtaskerMetrics(workers, List.of(supervisor), false).bindTo(this.registry);
		workers.define("continuous").runOn(RunOn.ONE_NODE).executor(AtaskerMetersTests::nothing).register();
		workers.define("queue").queue(String.class).executor((item, context) -> nothing(context)).register();
		workers.define("event").event().executor(AtaskerMetersTests::nothing).register();
		workers.define("interval").interval(Duration.ofSeconds(1)).executor(AtaskerMetersTests::nothing).register();
	}

	private static void nothing(WorkContext context) {
	}

	@ParameterizedTest
	@EnumSource
	void isRegisteredAsDocumented(AtaskerMeters meter) {
		List<Meter> registered = this.registry.getMeters()
			.stream()
			.filter((each) -> each.getId().getName().equals(meter.getName()))
			.toList();
		assertThat(registered).isNotEmpty().allSatisfy((each) -> {
			assertThat(each.getId().getType()).isEqualTo(meter.getType());
			assertThat(each.getId().getDescription()).isEqualTo(meter.description());
			if (meter.getType() != Meter.Type.TIMER) {
				assertThat(each.getId().getBaseUnit()).isEqualTo(meter.getBaseUnit());
			}
			assertThat(each.getId().getTags()).extracting(Tag::getKey)
				.containsExactlyInAnyOrder(
						Arrays.stream(meter.getKeyNames()).map(KeyName::asString).toArray(String[]::new));
			assertThat(each.measure()).allMatch((measurement) -> Double.isFinite(measurement.getValue()));
		});
	}

	@Test
	void leaseIsMeasured() {
		Lease lease = Lease.last;
		assertThat(this.registry.get("atasker.lease.held").gauge().value()).isZero();
		lease.owner().granted();
		assertThat(this.registry.get("atasker.lease.held").gauge().value()).isOne();
		assertThat(this.registry.get("atasker.lease.failed.renewals").functionCounter().count()).isEqualTo(3);
	}

	@Test
	void nothingElseIsRegistered() {
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsOnly(Arrays.stream(AtaskerMeters.values()).map(AtaskerMeters::getName).toArray(String[]::new));
	}

	@Test
	void tagsHaveFewValues() {
		assertThat(values(MeterTag.WORKER)).containsExactly("continuous", "event", "interval", "queue");
		assertThat(values(MeterTag.SUPERVISOR)).containsExactly("default");
		assertThat(values(MeterTag.PRIORITY)).isEqualTo(PRIORITIES);
		assertThat(values(MeterTag.OUTCOME)).containsExactly("cancelled", "failed", "retried", "succeeded",
				"timed_out");
		assertThat(values(MeterTag.STEP)).containsExactly("abandoned", "interrupted", "warned");
		assertThat(values(MeterTag.STATE)).containsExactly("busy", "idle", "starting");
		assertThat(values(MeterTag.REASON)).containsExactly("closed", "died", "distrusted", "killed", "surplus",
				"worn_out");
		assertThat(values(MeterTag.NAME)).containsExactly("atasker.supervisor.default");
	}

	private List<String> values(MeterTag tag) {
		return this.registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getTag(tag.asString()))
			.filter((value) -> value != null)
			.distinct()
			.sorted()
			.toList();
	}

	@Test
	void pageHasTheSameTable() {
		Page.of("docs/operating.md")
			.assertGenerated("meters",
					Arrays.stream(AtaskerMeters.values())
						.map(AtaskerMetersTests::row)
						.collect(Collectors.joining("\n",
								"| meter | type | tags | meaning |\n| --- | --- | --- | --- |\n", "\n")));
	}

	private static String row(AtaskerMeters meter) {
		String tags = Arrays.stream(meter.getKeyNames()).map(KeyName::asString).collect(Collectors.joining(", "));
		String unit = (meter.getBaseUnit() != null) ? ", " + meter.getBaseUnit() : "";
		return "| `%s` | %s%s | %s | %s |".formatted(meter.getName(), meter.getType().name().toLowerCase(Locale.ROOT),
				unit, tags, meter.description());
	}

	private record Lease(Owner owner) implements WorkerLease {

		private static volatile Lease last;

		Lease {
			Objects.requireNonNull(owner);
		}

		@Override
		public void look() {
			last = this;
		}

		@Override
		public boolean isValid() {
			return true;
		}

		@Override
		public long token() {
			return -1;
		}

		@Override
		public String waitsFor() {
			return "nobody";
		}

		@Override
		public long failedRenewals() {
			return 3;
		}

	}

}
