package io.atasker.process;

import java.util.Map;

/**
 * The counters of a process pool at one moment, all of the same moment: the children that
 * were spawned are those that are busy, those that are idle and those that have ended.
 *
 * @param busy how many children somebody uses
 * @param idle how many wait for something to run
 * @param starting how many are being started
 * @param spawned how many were started, ever
 * @param failedStarts how many starts were in vain, ever
 * @param ended how many are gone, ever, by reason; every reason is there
 * @param runs how many runs have ended in children, ever
 */
public record ProcessStatistics(int busy, int idle, int starting, long spawned, long failedStarts,
		Map<ChildEnd, Long> ended, long runs) {

	/**
	 * Returns how many are gone for a reason.
	 * @param end the reason
	 * @return the number
	 */
	public long ended(ChildEnd end) {
		return this.ended.getOrDefault(end, 0L);
	}

}
