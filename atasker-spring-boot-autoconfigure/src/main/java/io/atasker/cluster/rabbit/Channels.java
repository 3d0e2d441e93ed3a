package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * What is done with channels here and there.
 */
final class Channels {

	private Channels() {
	}

	/**
	 * Closes a channel, whatever state it is in.
	 * @param channel the channel, if there is one
	 */
	static void close(@Nullable Channel channel) {
		if (channel == null) {
			return;
		}
		try {
			channel.close();
		}
		catch (IOException | TimeoutException | ShutdownSignalException ex) {
			// It is closed, or its connection is.
		}
	}

	/**
	 * Finds what the broker has said before it closed a channel.
	 * @param thrown what was thrown
	 * @return its reply, or {@code null} if it has said nothing
	 */
	static AMQP.Channel.@Nullable Close reply(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof ShutdownSignalException shutdown) {
				Method reason = shutdown.getReason();
				return (reason instanceof AMQP.Channel.Close close) ? close : null;
			}
		}
		return null;
	}

	/**
	 * Returns whether the broker has closed a channel for a reason.
	 * @param thrown what was thrown
	 * @param code the reply code of the reason, see {@link AMQP}
	 * @return whether it was that
	 */
	static boolean isReply(Throwable thrown, int code) {
		AMQP.Channel.Close close = reply(thrown);
		return close != null && close.getReplyCode() == code;
	}

	/**
	 * Says why a channel was closed, and what to do where that is known.
	 * @param cause why
	 * @return a text
	 */
	static String explain(ShutdownSignalException cause) {
		String text = String.valueOf(cause.getMessage());
		return text.contains("timed out") ? text
				+ " (an execution has taken longer than consumer_timeout of the broker allows; raise it, or divide the work)"
				: text;
	}

}
