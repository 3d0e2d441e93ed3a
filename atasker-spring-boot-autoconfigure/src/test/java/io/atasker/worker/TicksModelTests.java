package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares an interval worker with a naive model over random runs, triggers and pauses of
 * the supervisor, millisecond by millisecond.
 */
@ExtendWith(LeakGuard.class)
class TicksModelTests {

	private static final int INTERVAL = 7;

	private final Engine engine = Engine.started();

	private final long origin = this.engine.time.nanoTime();

	private final List<Long> starts = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void gridIsKeptAndEveryTickIsAccountedFor(long seed) {
		Random random = new Random(seed);
		Script script = Script.random(random);
		Model model = new Model(script);
		BackgroundIntervalWorker worker = define(script);
		settleAll();
		model.work();
		for (int step = 0; step < 200; step++) {
			switch (random.nextInt(12)) {
				case 0 -> trigger(worker, model);
				case 1 -> pause(random.nextInt(3 * INTERVAL), model);
				default -> pass(model);
			}
		}
		WorkerSnapshot.Counts counts = Engine.counts(worker);
		assertThat(this.starts).isEqualTo(model.starts);
		assertThat(counts.missed() + counts.merged()).isEqualTo(model.lost);
		assertThat(counts.succeeded()).isEqualTo(model.starts.size());
	}

	private BackgroundIntervalWorker define(Script script) {
		return this.engine.workers.define("tick").interval(Duration.ofMillis(INTERVAL)).executor((context) -> {
			int run = this.starts.size();
			this.starts.add(now());
			if (script.triggers(run)) {
				((BackgroundIntervalWorker) context.worker()).trigger();
			}
			this.engine.time.advance(Duration.ofMillis(script.duration(run)));
		}).register();
	}

	private long now() {
		return (this.engine.time.nanoTime() - this.origin) / 1_000_000;
	}

	private void trigger(BackgroundIntervalWorker worker, Model model) {
		worker.trigger();
		settleAll();
		model.pending = true;
		model.work();
	}

	private void pause(int millis, Model model) {
		this.engine.supervisor.receive();
		this.engine.time.advance(Duration.ofMillis(millis));
		this.engine.supervisor.start();
		settleAll();
		model.pause(millis);
		model.work();
	}

	private void pass(Model model) {
		this.engine.time.advance(Duration.ofMillis(1));
		settleAll();
		model.now++;
		model.work();
	}

	/** Until nothing runs and nothing is due. */
	private void settleAll() {
		int before;
		do {
			before = this.starts.size();
			this.engine.settle();
			this.engine.time.advance(Duration.ZERO);
			this.engine.settle();
		}
		while (this.starts.size() > before);
	}

	/** How long each run takes, and whether it triggers itself. */
	private record Script(int[] durations, boolean[] triggering) {

		static Script random(Random random) {
			Script script = new Script(new int[1_000], new boolean[1_000]);
			for (int i = 0; i < script.durations.length; i++) {
				script.durations[i] = (random.nextInt(3) == 0) ? random.nextInt(4 * INTERVAL)
						: random.nextInt(INTERVAL);
				script.triggering[i] = random.nextInt(6) == 0;
			}
			return script;
		}

		int duration(int run) {
			return this.durations[run];
		}

		boolean triggers(int run) {
			return this.triggering[run];
		}

	}

	private static final class Model {

		private final Script script;

		private final List<Long> starts = new ArrayList<>();

		private long now;

		private long nextTick;

		private long lost;

		private boolean pending;

		Model(Script script) {
			this.script = script;
		}

		void work() {
			while (this.pending || this.nextTick == this.now) {
				if (!this.pending) {
					this.nextTick += INTERVAL;
				}
				run();
			}
		}

		private void run() {
			int run = this.starts.size();
			this.starts.add(this.now);
			this.pending = this.script.triggers(run);
			this.now += this.script.duration(run);
			for (; this.nextTick < this.now; this.nextTick += INTERVAL) {
				this.lost++;
			}
		}

		void pause(int millis) {
			this.now += millis;
			while (this.nextTick < this.now) {
				this.nextTick += INTERVAL;
			}
		}

	}

}
