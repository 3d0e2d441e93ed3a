package io.atasker.autoconfigure;

import java.util.List;

import io.atasker.queue.PayloadCodecs;
import io.atasker.worker.AfterCommit;
import io.atasker.worker.CronParser;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.WorkerErrorHandler;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.Workers;
import io.atasker.worker.WorkersBuilder;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Makes the workers of an application, none at first, of its properties and beans.
 */
final class WorkersFactory {

	/**
	 * The error handler for all workers that have none of their own. Any other bean of
	 * its type is only used by those that name it.
	 */
	static final String ERROR_HANDLER = "ataskerErrorHandler";

	private final AtaskerProperties properties;

	private final LocalSupervisors supervisors;

	private final ListableBeanFactory beans;

	WorkersFactory(AtaskerProperties properties, LocalSupervisors supervisors, ListableBeanFactory beans) {
		this.properties = properties;
		this.supervisors = supervisors;
		this.beans = beans;
	}

	/**
	 * Makes them.
	 * @return the workers
	 */
	Workers create() {
		if (this.properties.nodeId() != null) {
			// Told now, although no worker may need it.
			ClusterSettings.node(this.properties);
		}
		WorkerPropertiesApplier applier = new WorkerPropertiesApplier(this.properties, this.supervisors.all());
		WorkersBuilder builder = Workers.builder()
			.supervisors(this.supervisors.all())
			.enabled(this.properties.enabled())
			.autoStart(this.properties.autoStart())
			.leases(new ClusterLeases(this.properties, this.beans))
			.defaults(applier::applyDefaults)
			.customizer(applier::apply);
		applyBeans(builder);
		return builder.build();
	}

	private PayloadCodecs codecs() {
		return this.beans.getBeanProvider(PayloadCodecs.class).getIfAvailable(() -> (itemType) -> {
			throw new IllegalArgumentException(
					"there is no Jackson to convert them with; add spring-boot-jackson or a bean of type PayloadCodecs");
		});
	}

	private void applyBeans(WorkersBuilder builder) {
		builder.cronParser(this.beans.getBean(CronParser.class));
		builder.queueProviders(new QueueProviderBeans(this.beans));
		builder.payloadCodecs((itemType) -> codecs().codec(itemType));
		if (this.properties.transactionAware()) {
			this.beans.getBeanProvider(AfterCommit.class).ifAvailable(builder::afterCommit);
		}
		LazyBeans<WorkerHooks> hooks = new LazyBeans<>(this.beans, WorkerHooks.class, GlobalHooks::isGlobal);
		if (!hooks.isEmpty()) {
			builder.hooks(List.of(new GlobalHooks(hooks)));
		}
		this.beans.getBeanProvider(ObserverBeans.class).ifAvailable((observers) -> {
			ExecutionObserver observer = observers.observer();
			if (observer != null) {
				builder.observer(observer);
			}
		});
		if (this.beans.containsBean(ERROR_HANDLER)) {
			builder.errorHandlers(List.<WorkerErrorHandler>of(
					(failure) -> this.beans.getBean(ERROR_HANDLER, WorkerErrorHandler.class).handle(failure)));
		}
	}

}
