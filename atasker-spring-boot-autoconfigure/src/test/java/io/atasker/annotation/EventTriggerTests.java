package io.atasker.annotation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.AfterCommit;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.TriggerResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for event workers that application events trigger.
 */
@ExtendWith(LeakGuard.class)
class EventTriggerTests {

	private final ApplicationContextRunner runner = WorkerContexts.with(Gallery.class);

	@Test
	void publishedObjectTriggers() {
		triggers(new PictureAdded("a.jpg"));
	}

	@Test
	void objectOfASubtypeTriggers() {
		triggers(new LargePictureAdded("a.jpg"));
	}

	@Test
	void applicationEventTriggers() {
		triggers(new Rebuild(this));
	}

	@Test
	void otherEventsDoNotTrigger() {
		this.runner.run((context) -> {
			context.publishEvent("something else");
			context.publishEvent(new ApplicationEvent(this) {
			});
			TriggerResult first = context.getBean(BackgroundEventWorker.class).trigger();
			assertThat(first).isEqualTo(TriggerResult.ACCEPTED);
		});
	}

	@Test
	void eventBeforeTheStartIsRemembered() {
		this.runner.run((context) -> {
			context.publishEvent(new PictureAdded("a.jpg"));
			context.getBean(Supervisor.class).start();
			await().until(() -> context.getBean(Gallery.class).runs.get() == 1);
		});
	}

	@Test
	void eventWithinATransactionTriggersAfterTheCommit() {
		Queue<Runnable> commit = new ArrayDeque<>();
		WorkerContexts.started(this.runner.withBean(AfterCommit.class, () -> commit::add), (context) -> {
			context.publishEvent(new PictureAdded("a.jpg"));
			assertThat(commit).hasSize(1);
			assertThat(context.getBean(Gallery.class).runs).hasValue(0);
			commit.remove().run();
			await().until(() -> context.getBean(Gallery.class).runs.get() == 1);
		});
	}

	private void triggers(Object event) {
		WorkerContexts.started(this.runner, (context) -> {
			context.publishEvent(event);
			await().until(() -> context.getBean(Gallery.class).runs.get() == 1);
		});
	}

	interface PictureEvent {

	}

	record PictureAdded(String name) {

	}

	record LargePictureAdded(String name) implements PictureEvent {

	}

	static class Rebuild extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		Rebuild(Object source) {
			super(source);
		}

	}

	static class Gallery {

		final AtomicInteger runs = new AtomicInteger();

		@Worker(on = { PictureAdded.class, PictureEvent.class, Rebuild.class })
		void gallery() {
			this.runs.incrementAndGet();
		}

	}

}
