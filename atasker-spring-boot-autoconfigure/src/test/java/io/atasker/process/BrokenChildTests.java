package io.atasker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 75 with real children that send something else than answers: the call
 * fails, once, the child is ended and never used again, and the next call has another.
 */
@org.junit.jupiter.api.Tag("long")
@Timeout(120)
class BrokenChildTests {

	private static final int LARGEST = 1 << 30;

	@TempDir
	private Path folder;

	static Stream<Arguments> garbage() {
		byte[] noise = new byte[5_000];
		new Random(75).nextBytes(noise);
		return Stream.of(Arguments.of("a frame of -1 bytes is announced", bytes(20).putInt(-1)),
				Arguments.of("a frame of 2147483647 bytes is announced", bytes(20).putInt(Integer.MAX_VALUE)),
				Arguments.of("a frame of 0 bytes is announced", bytes(20)),
				Arguments.of("bytes is announced, which cannot be", ByteBuffer.wrap(noise).putInt(LARGEST + 1_000)),
				Arguments.of("an answer to run 77 came instead of one to 1", frame(FrameType.RESULT, 77, bytes(9))),
				Arguments.of("a frame of the unknown type 99 came", frame((byte) 99, 1, bytes(0))));
	}

	@ParameterizedTest
	@MethodSource("garbage")
	void whatIsNoAnswerEndsTheChild(String problem, ByteBuffer bytes) throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.maxPayload(LARGEST))) {
			assertThatExceptionOfType(ChildDiedException.class)
				.isThrownBy(() -> pool.callWithRun("send", (Object) bytes.array()))
				.withMessageContaining("did not keep to the protocol and was killed")
				.withMessageContaining(problem)
				.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(-1));
			assertReplaced(pool);
		}
	}

	static Stream<Arguments> badValues() {
		ByteBuffer array = bytes(17).putLong(0).put(Tag.BYTES).putInt(Integer.MAX_VALUE);
		ByteBuffer list = bytes(17).putLong(0).put(Tag.LIST).putInt(LARGEST);
		return Stream.of(Arguments.of("8 bytes are to follow, but there are 3", bytes(3)),
				Arguments.of("2147483647 bytes are to follow, but there are 4", array),
				Arguments.of("1073741824 values are to follow in 4 bytes", list),
				Arguments.of("there is no value with the tag 99", bytes(9).putLong(0).put((byte) 99)),
				Arguments.of("class javax.script.ScriptEngineManager is not allowed to come from a child process",
						named(Tag.RECORD, "javax.script.ScriptEngineManager")),
				Arguments.of("filter status: REJECTED", gadget()));
	}

	@ParameterizedTest
	@MethodSource("badValues")
	void resultThatIsNoneIsRefused(String problem, ByteBuffer payload) throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.maxPayload(LARGEST))) {
			byte[] frame = frame(FrameType.RESULT, 1, payload).array();
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> pool.callWithRun("send", (Object) frame))
				.withMessageContaining(problem);
			assertReplaced(pool);
		}
	}

	private static void assertReplaced(TestPool pool) throws Throwable {
		assertThat(pool.pid()).isPositive();
		ProcessStatistics statistics = pool.pool().statistics();
		assertThat(statistics.ended().get(ChildEnd.DISTRUSTED) + statistics.ended().get(ChildEnd.DIED)).isOne();
		assertThat(statistics.runs()).isEqualTo(2);
	}

	/** A channel is closed by the interrupt of whoever writes to it. */
	@Test
	void interruptOfWhoTellsOrLooksCostsNoChild() throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.spares(0))) {
			long pid = pool.pid();
			assertThat(pool.callWithRun("tellInterrupted")).isEqualTo(true);
			Path go = this.folder.resolve("go");
			CompletableFuture<Object> run = CompletableFuture.supplyAsync(() -> {
				try {
					return pool.call("waitFor", go);
				}
				catch (Throwable ex) {
					throw new IllegalStateException(ex);
				}
			}, (work) -> new Thread(work).start());
			String task = await().until(() -> pool.pool()
				.snapshot()
				.stream()
				.map(ChildSnapshot::task)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null), Objects::nonNull);
			Thread.currentThread().interrupt();
			ChildStack stack = pool.pool().look(task, Duration.ofMillis(200));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(stack).isNotNull();
			Files.createFile(go);
			assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(1);
			assertThat(pool.pid()).isEqualTo(pid);
		}
	}

	/** Memory is taken for what came, not for what was announced. */
	@Test
	void answerThatIsAnnouncedAndDoesNotComeTakesNoMemory() throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.maxPayload(LARGEST))) {
			byte[] start = bytes(40).putInt(900_000_000).put(FrameType.RESULT).putLong(1).array();
			ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
			long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			assertThatExceptionOfType(ChildDiedException.class)
				.isThrownBy(() -> pool.callWithRun("sendAndEnd", (Object) start))
				.withMessageContaining("ended with exit code 4")
				.withMessageContaining("in the middle of a frame");
			assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before).isLessThan(50_000_000);
			assertThat(pool.pid()).isPositive();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 13, 5_000 })
	void whatComesBetweenTwoRunsReplacesTheChildAndNotTheRun(int length) throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.spares(0))) {
			Path go = this.folder.resolve("go");
			Path done = this.folder.resolve("done");
			byte[] rubbish = new byte[length];
			new Random(length).nextBytes(rubbish);
			long pid = (long) pool.callWithRun("sendLater", rubbish, go, done);
			Files.createFile(go);
			Awaitility.await().until(() -> Files.exists(done));
			assertThat(pool.pid()).isNotEqualTo(pid);
			assertThat(pool.pool().statistics().ended()).containsEntry(ChildEnd.DISTRUSTED, 1L);
			Awaitility.await().until(() -> !TestPool.isAlive(pid));
			assertThat(pool.pool().statistics().runs()).isEqualTo(2);
		}
	}

	/** It was idle, and nobody has noticed yet. */
	@Test
	void childThatHasEndedReplacesTheChildAndNotTheRun() throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.spares(0))) {
			for (int i = 0; i < 5; i++) {
				long pid = pool.pid();
				ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
				Awaitility.await().until(() -> !TestPool.isAlive(pid));
				assertThat(pool.pid()).isNotEqualTo(pid);
			}
		}
	}

	private static ByteBuffer bytes(int length) {
		return ByteBuffer.allocate(length);
	}

	private static ByteBuffer named(byte tag, String name) {
		byte[] text = name.getBytes(StandardCharsets.UTF_8);
		return bytes(13 + text.length).putLong(0).put(tag).putInt(text.length).put(text);
	}

	/** What asks a name server when it is read. */
	private static ByteBuffer gadget() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(URI.create("http://127.0.0.1/").toURL());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes(13 + bytes.size()).putLong(0).put(Tag.SERIALIZED).putInt(bytes.size()).put(bytes.toByteArray());
	}

	private static ByteBuffer frame(byte type, long number, ByteBuffer payload) {
		return bytes(13 + payload.capacity()).putInt(9 + payload.capacity())
			.put(type)
			.putLong(number)
			.put(payload.array());
	}

}
