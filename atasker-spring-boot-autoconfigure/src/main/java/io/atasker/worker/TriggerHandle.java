package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * The handle of a worker that can be triggered.
 */
abstract class TriggerHandle extends WorkerHandle implements TriggerableWorker {

	private final Triggered source;

	private final AfterCommit afterCommit;

	TriggerHandle(WorkerCore core, Triggered source, AfterCommit afterCommit) {
		super(core);
		this.source = source;
		this.afterCommit = afterCommit;
	}

	@Override
	public TriggerResult trigger() {
		TriggerResult refusal = refusal();
		if (refusal != null) {
			return refusal;
		}
		Object captured = this.core.brought().capture(this);
		if (this.afterCommit.defer(() -> committed(captured))) {
			return TriggerResult.ACCEPTED;
		}
		return now(captured);
	}

	@Override
	public TriggerResult triggerIfIdle() {
		TriggerResult refusal = refusal();
		if (refusal != null) {
			return refusal;
		}
		return this.source.isBusy() ? TriggerResult.IGNORED : trigger();
	}

	private void committed(@Nullable Object captured) {
		now(captured);
		LateCommit.look(this.core, "it was triggered");
	}

	private TriggerResult now(@Nullable Object captured) {
		this.core.brought().trigger(captured);
		TriggerResult result = this.source.trigger();
		// A stop that came meanwhile may have cleared the source before the trigger was
		// added.
		if (!this.core.life().isDesired() && !this.core.life().isAwaitingFirstStart()
				&& this.core.life().cycle().takeBack(this.source)) {
			this.core.brought().takeBack(captured);
			return TriggerResult.STOPPED;
		}
		return this.core.lease().isHeld() ? result : TriggerResult.STANDBY;
	}

	private @Nullable TriggerResult refusal() {
		WorkerLife life = this.core.life();
		if (!this.core.definition().operating().enabled()) {
			return TriggerResult.DISABLED;
		}
		if (life.isRemoved()) {
			return TriggerResult.STOPPED;
		}
		if (!life.isReceiving()) {
			return TriggerResult.SHUTDOWN;
		}
		return (life.isDesired() || life.isAwaitingFirstStart()) ? null : TriggerResult.STOPPED;
	}

}
