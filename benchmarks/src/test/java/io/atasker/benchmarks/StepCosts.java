package io.atasker.benchmarks;

import java.util.concurrent.TimeUnit;

import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.WorkerSnapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What single steps cost the one who takes them, while nobody else does anything.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = { "-Xms2g", "-Xmx2g" })
public class StepCosts {

	private Engine engine;

	private BackgroundQueueWorker<String> stopped;

	private BackgroundEventWorker event;

	/**
	 * Makes workers that do not run. A new one for each iteration, so that none grows for
	 * ever.
	 */
	@Setup(Level.Iteration)
	public void setUp() {
		this.engine = Engine.ofDefaults();
		this.stopped = this.engine.workers.define("stopped")
			.queue(String.class)
			.autoStart(false)
			.capacity(50_000_000)
			.executor((context) -> {
			})
			.register();
		this.event = this.engine.workers.define("event")
			.event()
			.settle(java.time.Duration.ofHours(1))
			.executor((context) -> {
			})
			.register();
		this.event.trigger();
	}

	/** Ends it. */
	@TearDown(Level.Iteration)
	public void tearDown() {
		this.engine.close();
	}

	@Benchmark
	public boolean offerToWorkerThatIsStopped() {
		return this.stopped.offer("item");
	}

	@Benchmark
	public Object triggerThatMerges() {
		return this.event.trigger();
	}

	@Benchmark
	public WorkerSnapshot snapshot() {
		return this.stopped.snapshot();
	}

}
