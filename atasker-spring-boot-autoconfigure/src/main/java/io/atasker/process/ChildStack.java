package io.atasker.process;

import java.util.List;

/**
 * Where a run in a child process is in its code.
 *
 * @param pid the process
 * @param frames the frames, innermost first; empty if the child did not answer in time
 */
public record ChildStack(long pid, List<String> frames) {

}
