package io.atasker.docs.recipes;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

class Consumer implements AutoCloseable {

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private volatile boolean closed;

	private final Thread thread = new Thread(this::consume, "consumer");

	void open() {
		this.thread.start();
	}

	private void consume() {
		while (!this.closed) {
			try {
				print(this.lines.take());
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
	}

	private void print(String line) {
	}

}
