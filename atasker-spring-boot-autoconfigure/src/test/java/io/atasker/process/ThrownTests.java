package io.atasker.process;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ThrownWriter} and {@link ThrownReader}.
 */
@Timeout(60)
class ThrownTests {

	private static final ClassLoader LOADER = ThrownTests.class.getClassLoader();

	private static Throwable travel(Throwable thrown) {
		return ThrownReader.read(Input.of(written(thrown)), LOADER);
	}

	private static byte[] written(Throwable thrown) {
		Output output = new Output(1 << 20);
		ThrownWriter.write(thrown, output);
		return output.toBytes();
	}

	@Test
	void causesAndWhatWasSuppressedComeAlong() {
		IOException cause = new FileNotFoundException("inner");
		cause.addSuppressed(new Odd(1, 2));
		IllegalStateException thrown = new IllegalStateException("outer", cause);
		thrown.addSuppressed(new IOException("first", new Error("its cause")));
		thrown.addSuppressed(new RuntimeException());
		Throwable there = travel(thrown);
		assertThat(there).isInstanceOf(IllegalStateException.class).hasMessage("outer");
		assertThat(there.getStackTrace()[0].getMethodName()).isEqualTo("causesAndWhatWasSuppressedComeAlong");
		assertThat(there.getStackTrace()).hasSameSizeAs(thrown.getStackTrace());
		assertThat(there.getCause()).isInstanceOf(FileNotFoundException.class).hasMessage("inner");
		assertThat(there.getCause().getSuppressed()).singleElement()
			.isInstanceOfSatisfying(ChildException.class,
					(odd) -> assertThat(odd.isOriginally(IOException.class)).isTrue());
		assertThat(there.getSuppressed()).hasSize(2);
		assertThat(there.getSuppressed()[0]).isInstanceOf(IOException.class).hasMessage("first");
		assertThat(there.getSuppressed()[0].getCause()).isInstanceOf(Error.class).hasMessage("its cause");
		assertThat(there.getSuppressed()[1]).isInstanceOf(RuntimeException.class).hasMessage(null);
	}

	@Test
	void exceptionsInCirclesAndCrowdsAreCut() {
		Exception one = new Exception("one");
		Exception two = new Exception("two", one);
		one.initCause(two);
		for (int i = 0; i < 100; i++) {
			one.addSuppressed(two);
			two.addSuppressed(one);
		}
		assertThat(count(travel(one))).isBetween(2, ThrownWriter.MOST);
	}

	private static int count(Throwable thrown) {
		int count = 1;
		for (Throwable suppressed : thrown.getSuppressed()) {
			count += count(suppressed);
		}
		return count + ((thrown.getCause() != null) ? count(thrown.getCause()) : 0);
	}

	@Test
	void moreThanIsEverWrittenIsRefused() {
		Output output = new Output(1 << 20);
		for (int i = 0; i < 1_000; i++) {
			output.writeInt(0);
			output.writeByte(0);
			output.writeText("");
			output.writeInt(0);
			output.writeByte(1);
		}
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> ThrownReader.read(Input.of(output.toBytes()), LOADER))
			.withMessageContaining("nested more than 10 deep");
	}

	@Test
	void hostileExceptionsAreSurvived() {
		Throwable there = travel(new Hostile());
		assertThat(there).isInstanceOf(ChildException.class)
			.hasMessageContaining("its message cannot be had: java.lang.IllegalStateException")
			.hasNoCause();
	}

	/** Whatever its constructor takes, and does with it. */
	@Test
	void whatIsNoExceptionIsNotMade(@TempDir Path folder) {
		Path file = folder.resolve("file");
		Output output = new Output(1 << 10);
		output.writeInt(1);
		output.writeText(FileOutputStream.class.getName());
		output.writeByte(1);
		output.writeText(file.toString());
		output.writeInt(0);
		output.writeByte(0);
		output.writeByte(0);
		Throwable there = ThrownReader.read(Input.of(output.toBytes()), LOADER);
		assertThat(there).isInstanceOf(ChildException.class);
		assertThat(file).doesNotExist();
	}

	static final class Odd extends IOException {

		private static final long serialVersionUID = 1L;

		Odd(int one, int two) {
			super("odd " + one + two);
		}

	}

	static final class Hostile extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("no cause");
		}

	}

}
