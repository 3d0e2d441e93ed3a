package io.atasker.annotation;

import java.util.List;

import io.atasker.worker.TriggerResult;
import io.atasker.worker.TriggerableWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * Triggers an event worker when an application event of certain types is published.
 *
 * @param worker the worker
 * @param types the types of events, or of what is published as such
 */
record EventTrigger(TriggerableWorker worker, List<Class<?>> types) implements GenericApplicationListener {

	private static final Logger logger = LoggerFactory.getLogger(EventTrigger.class);

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		return PayloadApplicationEvent.class.isAssignableFrom(eventType.toClass()) || isOurs(eventType.toClass());
	}

	@Override
	public boolean supportsAsyncExecution() {
		// Triggering is quick, and elsewhere the transaction would not be seen.
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Object published = (event instanceof PayloadApplicationEvent<?> wrapped) ? wrapped.getPayload() : event;
		if (isOurs(event.getClass()) || isOurs(published.getClass())) {
			TriggerResult result = this.worker.trigger();
			logger.debug("event {} triggered worker '{}': {}", published.getClass().getName(), this.worker.name(),
					result);
		}
	}

	private boolean isOurs(Class<?> published) {
		return this.types.stream().anyMatch((type) -> type.isAssignableFrom(published));
	}

}
