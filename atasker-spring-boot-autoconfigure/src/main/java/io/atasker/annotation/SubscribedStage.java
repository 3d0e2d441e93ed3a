package io.atasker.annotation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as a stage: completed with the last element, {@code null} if there is
 * none, when the publisher completes. Cancelling it cancels the subscription.
 */
final class SubscribedStage extends CompletableFuture<@Nullable Object> implements Flow.Subscriber<Object> {

	private static final Flow.Subscription CANCELLED = new Flow.Subscription() {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	};

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	// Signals of one subscription never overlap, and each sees what the one before wrote.
	private @Nullable Object last;

	private SubscribedStage() {
	}

	/**
	 * Subscribes to a publisher.
	 * @param publisher the publisher
	 * @return the stage
	 */
	static SubscribedStage of(Flow.Publisher<?> publisher) {
		SubscribedStage stage = new SubscribedStage();
		publisher.subscribe(stage);
		return stage;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		if (this.subscription.compareAndSet(null, subscription)) {
			subscription.request(Long.MAX_VALUE);
		}
		else {
			subscription.cancel();
		}
	}

	@Override
	public void onNext(Object item) {
		this.last = item;
	}

	@Override
	public void onError(Throwable throwable) {
		completeExceptionally(throwable);
	}

	@Override
	public void onComplete() {
		complete(this.last);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			Flow.Subscription subscription = this.subscription.getAndSet(CANCELLED);
			if (subscription != null) {
				subscription.cancel();
			}
		}
		return cancelled;
	}

}
