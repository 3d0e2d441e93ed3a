package io.atasker.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Collects what a logger is told while it is open, and keeps it out of the console.
 */
public final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private final Logger logger;

	private final boolean additive;

	private LogCapture(Logger logger) {
		this.logger = logger;
		this.additive = logger.isAdditive();
	}

	/**
	 * Begins to collect.
	 * @param type the type that the logger is named after
	 * @return the capture
	 */
	public static LogCapture of(Class<?> type) {
		return of(type.getName());
	}

	/**
	 * Begins to collect.
	 * @param name the name of the logger
	 * @return the capture
	 */
	public static LogCapture of(String name) {
		LogCapture capture = new LogCapture((Logger) LoggerFactory.getLogger(name));
		capture.setContext(capture.logger.getLoggerContext());
		capture.start();
		capture.logger.setAdditive(false);
		capture.logger.addAppender(capture);
		return capture;
	}

	@Override
	protected void append(ILoggingEvent event) {
		event.prepareForDeferredProcessing();
		this.events.add(event);
	}

	/**
	 * Returns the messages of a level.
	 * @param level the level
	 * @return the messages in their order
	 */
	public List<String> messages(Level level) {
		return this.events.stream()
			.filter((event) -> event.getLevel().equals(level))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	/**
	 * Returns the messages that came with an exception.
	 * @return the messages in their order
	 */
	public List<String> messagesWithStack() {
		return this.events.stream()
			.filter((event) -> event.getThrowableProxy() != null)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setAdditive(this.additive);
		stop();
	}

}
