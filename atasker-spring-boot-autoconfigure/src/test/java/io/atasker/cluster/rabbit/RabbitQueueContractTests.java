package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.atasker.queue.WorkerQueueContract;
import io.atasker.queue.WorkerQueueProvider;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.RabbitServer;
import io.atasker.testsupport.WithRabbit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/**
 * The engine in RabbitMQ does what all engines do.
 */
@Tag("long")
@WithRabbit
@ExtendWith(LeakGuard.class)
class RabbitQueueContractTests extends WorkerQueueContract {

	private RabbitQueueProvider provider;

	@Override
	protected WorkerQueueProvider createProvider() {
		this.provider = new RabbitQueueProvider(connections(), settings());
		return this.provider;
	}

	private RabbitQueueSettings settings() {
		return RabbitQueueSettings.of("contract", UUID.randomUUID() + ".");
	}

	static CachingConnectionFactory connections() {
		return new CachingConnectionFactory("127.0.0.1", RabbitServer.get().port());
	}

	@AfterEach
	void closeEngine() {
		this.provider.close();
	}

	@Override
	protected int many() {
		return 1000;
	}

	@Override
	protected void pass(Duration time) {
		linger(time);
	}

	@Override
	protected void settleDown() {
		linger(Duration.ofMillis(150));
	}

	private static void linger(Duration time) {
		try {
			new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
