package io.atasker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.regex.Pattern;

import io.atasker.time.TimeSource;

/**
 * Takes a stream of bytes for lines of text, whatever it is: no more of a line, and no
 * more lines in a second, than a log can bear. For one thread.
 */
final class LinePump implements Runnable {

	private static final int LONGEST_LINE = 2_000;

	private static final int MOST_LINES = 500;

	private static final long SECOND = 1_000_000_000;

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

	private final InputStream stream;

	private final TimeSource time;

	private final Target target;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	/** Since when the lines are counted. */
	private long window;

	private int lines;

	private long dropped;

	LinePump(InputStream stream, TimeSource time, Target target) {
		this.stream = stream;
		this.time = time;
		this.target = target;
		this.window = time.nanoTime();
	}

	/** Returns at the end of the stream. */
	@Override
	public void run() {
		byte[] buffer = new byte[8192];
		try {
			for (int count = this.stream.read(buffer); count >= 0; count = this.stream.read(buffer)) {
				for (int i = 0; i < count; i++) {
					take(buffer[i]);
				}
			}
		}
		catch (IOException ex) {
			// The child is gone.
		}
		if (this.line.size() > 0) {
			lineEnds();
		}
		tellDropped();
	}

	private void take(byte value) {
		if (value == '\n') {
			lineEnds();
		}
		else if (this.line.size() < LONGEST_LINE) {
			this.line.write(value);
		}
	}

	private void lineEnds() {
		try {
			tell();
		}
		catch (Throwable ex) {
			// A log that is full, or no memory for a line: it is left out, since who does
			// not read would have the child wait for ever.
			this.line.reset();
		}
	}

	private void tell() {
		String text = CONTROL.matcher(this.line.toString(Charset.defaultCharset()).stripTrailing()).replaceAll("?");
		this.line.reset();
		long now = this.time.nanoTime();
		if (now - this.window >= SECOND) {
			tellDropped();
			this.window = now;
			this.lines = 0;
		}
		boolean logged = ++this.lines <= MOST_LINES;
		if (!logged) {
			this.dropped++;
		}
		this.target.line(text, logged);
	}

	private void tellDropped() {
		if (this.dropped > 0) {
			this.target.dropped(this.dropped);
			this.dropped = 0;
		}
	}

	/**
	 * Is told what was found, on the thread that reads.
	 */
	interface Target {

		/**
		 * There was a line.
		 * @param text the line, without control characters
		 * @param logged whether there is room for it in a log
		 */
		void line(String text, boolean logged);

		/**
		 * There was no room for some lines.
		 * @param count how many
		 */
		void dropped(long count);

	}

}
