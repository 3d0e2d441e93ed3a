package io.atasker.test;

import io.atasker.autoconfigure.AtaskerAutoConfiguration;
import io.atasker.time.ManualTime;
import io.atasker.worker.WorkerLeases;
import io.atasker.worker.Workers;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of what tests of workers use.
 */
@AutoConfiguration(before = AtaskerAutoConfiguration.class)
final class AtaskerTestAutoConfiguration {

	static final String MANUAL_TIME = "spring.test.atasker.manual-time";

	static final String AUTO_START = "atasker.auto-start";

	@Bean
	@ConditionalOnBooleanProperty(MANUAL_TIME)
	ManualTime ataskerManualTime() {
		return new ManualTime();
	}

	@Bean
	@ConditionalOnBooleanProperty(MANUAL_TIME)
	ManualTimeLifecycle ataskerManualTimeLifecycle(ManualTime time, ListableBeanFactory beans) {
		return new ManualTimeLifecycle(time, beans);
	}

	/** A test has no other nodes: what is to run on one of them runs here. */
	@Bean
	@ConditionalOnMissingBean
	WorkerLeases ataskerTestLeases() {
		return WorkerLeases.ONLY_NODE;
	}

	@Bean
	Recorder ataskerRecorder() {
		return new Recorder();
	}

	@Bean
	WorkersTester ataskerWorkersTester(Workers workers, Recorder recorder, ObjectProvider<ManualTime> time,
			ListableBeanFactory beans, Environment environment) {
		boolean autoStart = environment.getProperty(AUTO_START, Boolean.class, true);
		return new WorkersTester(workers, recorder, new Quiet(beans, time.getIfAvailable()), autoStart);
	}

}
