package io.atasker.process;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A connection that carries frames: their length without itself in four bytes, a byte for
 * the type, eight for the number of the run, the payload. One thread may read while
 * another writes; a thread that is interrupted while it reads or writes closes it.
 */
final class FrameChannel implements AutoCloseable {

	private static final int HEADER = 9;

	private final SocketChannel channel;

	private final int maxFrame;

	/** Confined to the reader. */
	private byte[] received = new byte[8192];

	/** Confined to the reader: what was received and not read yet. */
	private int start;

	/** Confined to the reader. */
	private int end;

	/** Confined to the writer. */
	private final Output output;

	/**
	 * Takes a connection over.
	 * @param channel the connection, in blocking mode
	 * @param maxPayload how many bytes of payload a frame may have
	 */
	FrameChannel(SocketChannel channel, int maxPayload) {
		this.channel = channel;
		this.maxFrame = Math.addExact(maxPayload, HEADER);
		this.output = new Output(Math.addExact(this.maxFrame, 4));
	}

	/**
	 * Adds a frame to those that are sent with the next {@link #flush()}. If the payload
	 * cannot be written nothing is added.
	 * @param type see {@link FrameType}
	 * @param number the number of the run
	 * @param payload writes the payload
	 * @throws PayloadException if it is too large or cannot travel
	 */
	void add(byte type, long number, Consumer<Output> payload) {
		int before = this.output.size();
		try {
			this.output.writeInt(0);
			this.output.writeByte(type);
			this.output.writeLong(number);
			payload.accept(this.output);
			this.output.putInt(before, this.output.size() - before - 4);
		}
		catch (Throwable ex) {
			this.output.cutTo(before);
			throw ex;
		}
	}

	/** Forgets what was added and not sent. */
	void discard() {
		this.output.clear();
	}

	/**
	 * Sends what was added.
	 * @throws IOException if the other end is gone
	 */
	void flush() throws IOException {
		ByteBuffer buffer = this.output.buffer();
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
		this.output.clear();
	}

	/**
	 * Sends a frame that nobody misses if the other end is gone. A channel is closed by
	 * the interrupt of whoever writes to it, so that of the thread is put off until then.
	 * @param type see {@link FrameType}
	 * @param number the number of the run
	 * @param payload writes the payload
	 * @throws PayloadException if it is too large or cannot travel
	 */
	void tell(byte type, long number, Consumer<Output> payload) {
		boolean interrupted = Thread.interrupted();
		try {
			add(type, number, payload);
			flush();
		}
		catch (IOException ex) {
			// Which whoever reads finds out.
			discard();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Waits for a frame.
	 * @return the frame; its payload is valid until the next one is read
	 * @throws EOFException if the other end has closed
	 * @throws IOException if the connection fails, or what comes is no frame
	 */
	Frame read() throws IOException {
		receive(4);
		int length = ByteBuffer.wrap(this.received).getInt(this.start);
		if (length < HEADER || length > this.maxFrame) {
			throw new ProtocolException("a frame of %d bytes is announced, which cannot be".formatted(length));
		}
		receive(4 + length);
		Input input = new Input(this.received, this.start + 4, this.start + 4 + length);
		this.start += 4 + length;
		return new Frame(input.readByte(), input.readLong(), input);
	}

	/**
	 * Returns whether nothing has come that was not read, without waiting. For the thread
	 * that reads and writes.
	 * @return whether it is so
	 * @throws EOFException if the other end has closed
	 * @throws IOException if the connection fails
	 */
	boolean isSilent() throws IOException {
		if (this.start < this.end) {
			return false;
		}
		int count;
		this.channel.configureBlocking(false);
		try {
			count = this.channel.read(ByteBuffer.allocate(1));
		}
		finally {
			this.channel.configureBlocking(true);
		}
		if (count < 0) {
			throw new EOFException("the other end has closed");
		}
		return count == 0;
	}

	/**
	 * Makes sure that so many bytes are there. Grows with what comes, not with what is
	 * announced.
	 */
	private void receive(int wanted) throws IOException {
		while (this.end - this.start < wanted) {
			makeRoom();
			int count = this.channel.read(ByteBuffer.wrap(this.received, this.end, this.received.length - this.end));
			if (count < 0) {
				throw new EOFException((this.end > this.start) ? "the other end has closed in the middle of a frame"
						: "the other end has closed");
			}
			this.end += count;
		}
	}

	private void makeRoom() {
		if (this.start == this.end) {
			this.start = 0;
			this.end = 0;
			if (this.received.length > 1 << 20) {
				this.received = new byte[8192];
			}
		}
		else if (this.end == this.received.length) {
			int kept = this.end - this.start;
			byte[] target = (this.start > 0) ? this.received : Arrays.copyOf(this.received, 2 * kept);
			System.arraycopy(this.received, this.start, target, 0, kept);
			this.received = target;
			this.start = 0;
			this.end = kept;
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is closed for us all the same.
		}
	}

}
