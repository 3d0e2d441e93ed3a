package io.atasker.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes a call through all that each run in a child needs, so that the first one does not
 * wait for classes to be loaded when a spare takes over.
 */
final class WarmUp {

	private static final int ROOM = 4096;

	private WarmUp() {
	}

	/**
	 * Writes, reads, makes and answers a call.
	 * @param run a run that nobody waits for
	 * @param loader finds the classes
	 * @return the answer, as it was written
	 * @throws Throwable if that fails
	 */
	static byte[] run(CurrentRun run, ClassLoader loader) throws Throwable {
		Output call = new Output(ROOM);
		call.writeText(WarmUp.class.getName());
		call.writeText("same");
		call.writeText("(Ljava/lang/Object;)Ljava/lang/Object;");
		call.writeInt(-1);
		call.writeText("");
		new ValueWriter(call).write(List.of("text", 1));
		Input input = Input.of(call.toBytes());
		DefinedMethod method = DefinedMethod.read(input, loader);
		Object result = method.call(new ValueReader(input, AllowedTypes.all(loader)), run);
		Output answer = new Output(ROOM);
		new ValueWriter(answer).write(result);
		return answer.toBytes();
	}

	/** Called by its name. */
	@SuppressWarnings("unused")
	private static @Nullable Object same(@Nullable Object value) {
		return value;
	}

}
