package io.atasker.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a child has started knows it by a variable of its environment, so that it is found
 * when the child itself is gone; on systems that tell the environments of processes.
 */
final class Orphans {

	/** The variable that tells a child from others. */
	static final String VARIABLE = "ATASKER_CHILD";

	private static final boolean VISIBLE = Files.isReadable(Path.of("/proc/self/environ"));

	private Orphans() {
	}

	/**
	 * Kills all processes with a marker.
	 * @param marker the value of the variable
	 */
	static void kill(String marker) {
		if (VISIBLE) {
			ProcessHandle.allProcesses()
				.filter((process) -> process.pid() != ProcessHandle.current().pid() && isMarked(process.pid(), marker))
				.forEach(ProcessHandle::destroyForcibly);
		}
	}

	private static boolean isMarked(long pid, String marker) {
		// Not by a channel, which fails for a thread that was interrupted.
		try (InputStream environment = new FileInputStream("/proc/" + pid + "/environ")) {
			return new String(environment.readAllBytes(), StandardCharsets.ISO_8859_1)
				.contains(VARIABLE + "=" + marker + "\0");
		}
		catch (IOException ex) {
			// It is gone, or another user's.
			return false;
		}
	}

}
