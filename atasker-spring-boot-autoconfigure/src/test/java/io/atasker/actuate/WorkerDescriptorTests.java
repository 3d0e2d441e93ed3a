package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.atasker.process.ChildSnapshot;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorSnapshot;
import io.atasker.supervisor.SupervisorState;
import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.ExecutionCause;
import io.atasker.worker.ExecutionRecord;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.Schedule;
import io.atasker.worker.StoppedBy;
import io.atasker.worker.StuckStep;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerSnapshot;
import io.atasker.worker.WorkerState;
import io.atasker.worker.WorkerType;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerDescriptorTests {

	private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

	@Test
	void hasExactlyThisShape() {
		WorkerSnapshot snapshot = new WorkerSnapshot("orders", WorkerType.QUEUE, ExecutorKind.THREAD,
				WorkerState.STOPPING, false, StoppedBy.USER, "default", Priority.HIGH, 2,
				Schedule.every(Duration.ofSeconds(5)).with(null, null, Duration.ofSeconds(1)),
				new WorkerSnapshot.Queue("memory", 3, 100, 1), new WorkerSnapshot.Counts(1, 2, 3, 4, 5, 6, 7, 8),
				new ExecutionRecord("orders-1", ExecutionCause.ITEM, ExecutionStatus.FAILED, TIME,
						Duration.ofMillis(1500), "java.io.IOException", "line\nbreak", null),
				TIME.plusSeconds(5),
				List.of(new WorkerSnapshot.Current("orders-2", "atasker-1", TIME, ExecutionCause.TRIGGER,
						new WorkerSnapshot.Progress(0.25, "a quarter"), StuckStep.INTERRUPTED)),
				new WorkerSnapshot.Waiting(TIME, "pool is full"), overrides(),
				new WorkerSnapshot.Change("stop", "alice", TIME, "maintenance"), definition());
		assertThat(json(WorkerDescriptor.of(snapshot, null))).isEqualTo("""
				{"name":"orders","type":"QUEUE","executor":"THREAD","state":"STOPPING","desired":"STOPPED",\
				"stoppedBy":"USER","supervisor":"default","priority":"HIGH","bean":"shop","target":"Shop#orders",\
				"autoStart":true,"runOn":"EVERY_NODE","concurrency":2,\
				"schedule":{"interval":"PT5S","delayBefore":"PT1S"},\
				"queue":{"provider":"memory","size":3,"capacity":100,"dead":1},\
				"executions":{"running":1,"succeeded":2,"failed":3,"cancelled":4,"returned":5,"retried":6,"missed":7,\
				"merged":8},\
				"lastExecution":{"status":"FAILED","time":"2026-01-02T03:04:05Z","duration":"PT1.5S",\
				"exception":{"type":"java.io.IOException","message":"line\\\\u000abreak"}},\
				"nextExecution":{"time":"2026-01-02T03:04:10Z"},\
				"current":[{"taskId":"orders-2","thread":"atasker-1","since":"2026-01-02T03:04:05Z",\
				"cause":"TRIGGER","progress":{"fraction":0.25,"message":"a quarter"},"stuck":"INTERRUPTED"}],\
				"waiting":{"since":"2026-01-02T03:04:05Z","reason":"pool is full"},\
				"overrides":{"interval":{"configured":"PT1M","effective":"PT5S","by":"bob",\
				"at":"2026-01-02T03:04:05Z","until":"2026-01-02T03:14:05Z"},\
				"priority":{"configured":"NORMAL","effective":"HIGH","by":"bob","at":"2026-01-02T03:04:05Z"},\
				"concurrency":{"configured":1,"effective":2,"by":"bob","at":"2026-01-02T03:04:05Z"}},\
				"lastChange":{"action":"stop","by":"alice","at":"2026-01-02T03:04:05Z","reason":"maintenance"}}""");
	}

	@Test
	void showsSchedules() {
		CalendarSchedule daily = new CalendarSchedule() {

			@Override
			public String expression() {
				return "@daily";
			}

			@Override
			public ZoneId zone() {
				return ZoneId.of("Europe/Prague");
			}

			@Override
			public Instant next(Instant after) {
				return after;
			}

		};
		assertThat(json(ScheduleDescriptor.of(Schedule.of(daily))))
			.isEqualTo("{\"cron\":\"@daily\",\"zone\":\"Europe/Prague\"}");
		assertThat(json(ScheduleDescriptor.of(Schedule.withDelay(Duration.ofHours(1)))))
			.isEqualTo("{\"delay\":\"PT1H\"}");
		assertThat(json(ScheduleDescriptor.of(Schedule.TRIGGER_ONLY))).isEqualTo("{\"cron\":\"-\"}");
	}

	@Test
	void supervisorHasExactlyThisShape() {
		SupervisorSnapshot snapshot = new SupervisorSnapshot("default", SupervisorState.STARTED,
				new PoolLimits(10, 5, 4), 7, Map.of(Priority.HIGH, 2), Map.of(Priority.LOW, 3), Duration.ofSeconds(6),
				1, 2, List.of("main", "io"),
				new SupervisorSnapshot.Processes(new PoolLimits(2, 0, 0), Map.of(Priority.LOW, 1), Map.of(), "no child",
						List.of(new ChildSnapshot(3, 4711, ChildSnapshot.State.BUSY, 12, 1024, "thumbnails",
								Instant.EPOCH))));
		assertThat(json(SupervisorDescriptor.of(snapshot, null, null))).isEqualTo("""
				{"state":"STARTED","pool":{"size":10,"reserveNormal":5,"reserveHigh":4,"threads":7},\
				"running":{"LOW":0,"NORMAL":0,"HIGH":2,"CRITICAL":0},\
				"waiting":{"LOW":3,"NORMAL":0,"HIGH":0,"CRITICAL":0},"oldestWaiting":"PT6S",\
				"loops":["main","io"],\
				"processPool":{"size":2,"reserveNormal":0,"reserveHigh":0,\
				"running":{"LOW":1,"NORMAL":0,"HIGH":0,"CRITICAL":0},\
				"waiting":{"LOW":0,"NORMAL":0,"HIGH":0,"CRITICAL":0},"problem":"no child"},\
				"processes":[{"pid":4711,"state":"BUSY","runs":12,"memory":1024,"taskId":"thumbnails",\
				"since":"1970-01-01T00:00:00Z"}]}""");
	}

	private static Map<String, WorkerSnapshot.Override> overrides() {
		Map<String, WorkerSnapshot.Override> overrides = new LinkedHashMap<>();
		overrides.put("interval", new WorkerSnapshot.Override(Duration.ofMinutes(1), Duration.ofSeconds(5), "bob", TIME,
				TIME.plusSeconds(600)));
		overrides.put("priority", new WorkerSnapshot.Override(Priority.NORMAL, Priority.HIGH, "bob", TIME, null));
		overrides.put("concurrency", new WorkerSnapshot.Override(1, 2, "bob", TIME, null));
		return overrides;
	}

	private static WorkerDefinition definition() {
		return Workers.of(Supervisor.builder().build())
			.define("orders")
			.event()
			.origin("shop", "Shop#orders")
			.executor((ContextExecutor) (context) -> {
			})
			.definition();
	}

	private static String json(Object descriptor) {
		StringBuilder json = new StringBuilder();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> {
				JsonMapper mapper = (JsonMapper) context.getBean(EndpointJsonMapper.class).get();
				json.append(mapper.writeValueAsString(descriptor));
			});
		return json.toString();
	}

}
