package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes connections with the settings of the application: addresses, credentials, virtual
 * host and TLS are those of its connection factory, of which a copy is changed to our
 * needs. The factory itself is left alone, and so is its connection: a broker that is
 * short of memory stops reading from connections that publish, and settlements must not
 * wait behind what the application publishes.
 */
final class BrokerAccess {

	/** What the broker may need for an answer, even if a put is to wait for less. */
	private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(10);

	/**
	 * The broker can be told to take as much, 512 MiB; a consumer that may get less is
	 * cut off, again and again, by a message that something else has published.
	 */
	private static final int LARGEST_OF_BROKER = 512 * 1024 * 1024;

	private final AbstractConnectionFactory source;

	private final RabbitQueueSettings settings;

	private final ConnectionFactory factory;

	BrokerAccess(org.springframework.amqp.rabbit.connection.ConnectionFactory source, RabbitQueueSettings settings) {
		if (!(source instanceof AbstractConnectionFactory readable)) {
			throw new IllegalArgumentException(
					"the settings of a connection factory of type %s cannot be read; use a CachingConnectionFactory"
						.formatted(source.getClass().getName()));
		}
		this.source = readable;
		this.settings = settings;
		this.factory = readable.getRabbitConnectionFactory().clone();
		int longest = (int) patience().toMillis();
		this.factory.setAutomaticRecoveryEnabled(false);
		this.factory.setTopologyRecoveryEnabled(false);
		this.factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
		this.factory.setConnectionTimeout(shorter(this.factory.getConnectionTimeout(), longest));
		this.factory.setHandshakeTimeout(shorter(this.factory.getHandshakeTimeout(), longest));
		this.factory.setChannelRpcTimeout(shorter(this.factory.getChannelRpcTimeout(), longest));
		this.factory.setMaxInboundMessageBodySize(LARGEST_OF_BROKER);
		this.factory.setSharedExecutor(null);
		this.factory.setThreadFactory((work) -> {
			Thread thread = new Thread(work, "atasker-rabbit-io");
			thread.setDaemon(true);
			return thread;
		});
	}

	/** 0 means for ever. */
	private static int shorter(int timeout, int longest) {
		return (timeout == 0) ? longest : Math.min(timeout, longest);
	}

	RabbitQueueSettings settings() {
		return this.settings;
	}

	/** Returns how long the broker may take for an answer. */
	Duration patience() {
		Duration confirm = this.settings.confirmTimeout();
		return (confirm.compareTo(SHORTEST_PATIENCE) > 0) ? confirm : SHORTEST_PATIENCE;
	}

	/**
	 * Opens a connection.
	 * @param purpose what it is for, a part of its name
	 * @return the connection
	 * @throws IOException if it cannot be opened
	 * @throws TimeoutException if nobody answers
	 */
	Connection connect(String purpose) throws IOException, TimeoutException {
		return this.factory.newConnection(addresses(), "atasker %s %s".formatted(this.settings.node(), purpose));
	}

	/** Host and port by default; they may be looked up each time. */
	private List<Address> addresses() throws IOException {
		List<Address> several = severalAddresses();
		return (several == null || several.isEmpty())
				? List.of(new Address(this.factory.getHost(), this.factory.getPort())) : several;
	}

	/**
	 * There is no public way to the addresses of a connection factory, but one for those
	 * who extend it.
	 */
	private @Nullable List<Address> severalAddresses() throws IOException {
		Method method = ReflectionUtils.findMethod(this.source.getClass(), "getAddresses");
		if (method == null) {
			throw new IllegalStateException(
					"the addresses of %s cannot be read; this version of Spring AMQP does not fit"
						.formatted(ClassUtils.getUserClass(this.source).getName()));
		}
		ReflectionUtils.makeAccessible(method);
		try {
			List<Address> addresses = new ArrayList<>();
			if (method.invoke(this.source) instanceof List<?> list) {
				list.forEach((address) -> addresses.add((Address) address));
			}
			return addresses;
		}
		catch (InvocationTargetException ex) {
			throw new IOException("the addresses of the broker cannot be found", ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
