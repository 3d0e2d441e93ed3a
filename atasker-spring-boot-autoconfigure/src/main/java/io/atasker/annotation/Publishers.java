package io.atasker.annotation;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * All that touches Reactive Streams, which need not be there: this class is loaded when
 * there is a publisher.
 */
final class Publishers {

	private Publishers() {
	}

	/**
	 * Subscribes to a publisher.
	 * @param publisher the publisher
	 * @return completed with its last element when it completes
	 */
	static CompletionStage<@Nullable Object> subscribe(Object publisher) {
		return SubscribedStage.of(FlowAdapters.toFlowPublisher((Publisher<?>) publisher));
	}

}
