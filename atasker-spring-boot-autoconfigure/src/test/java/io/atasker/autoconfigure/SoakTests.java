package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.atasker.testsupport.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failure case 100: much work leaves nothing behind. In a normal build it is little; the
 * system property {@code atasker.soak}, a number of percent, makes it more, 100 being
 * all.
 */
@Tag("long")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SoakTests {

	private static final Pattern ROUND = Pattern
		.compile("round (\\d+) heap (\\d+) threads (\\d+) files (\\d+) meters (\\d+) classes (\\d+) took (\\d+)");

	/** What is held softly is held for want of a better use of the memory only. */
	private static final List<String> OPTIONS = List.of("-Xmx160m", "-XX:SoftRefLRUPolicyMSPerMB=0");

	private static final double PERCENT = Double.parseDouble(System.getProperty("atasker.soak", "0"));

	@ParameterizedTest
	@CsvSource({ "starts, 10_000, 1_000_000", "tasks, 1_000_000, 100_000_000", "items, 1_000_000, 100_000_000",
			"timers, 10_000, 100_000", "contexts, 50, 1_000" })
	void case100HeapThreadsFilesAndMetersStayAsTheyAre(String what, String few, String many) throws Exception {
		long least = Long.parseLong(few.replace("_", ""));
		long count = Math.max(least, (long) (Long.parseLong(many.replace("_", "")) * PERCENT / 100));
		try (ChildJvm jvm = ChildJvm.start(ChildJvm.currentJava(), OPTIONS, SoakApplication.class, what,
				Long.toString(count))) {
			assertThat(jvm.awaitExit(Duration.ofMinutes((PERCENT > 0) ? 60 : 3))).isTrue();
			List<Held> rounds = jvm.lines()
				.stream()
				.map(ROUND::matcher)
				.filter(Matcher::matches)
				.map(Held::of)
				.toList();
			System.out.printf("%s, %d times: %s%n", what, count, rounds);
			assertThat(rounds).as("%s", jvm.lines()).hasSize(11);
			Held first = rounds.get(1);
			Held last = rounds.get(rounds.size() - 1);
			// Code that is compiled, and buffers of the JDK, take some heap as well.
			assertThat(last.heap() - first.heap()).as("%s", rounds).isLessThan(1_000_000);
			assertThat(last.threads()).as("%s", rounds).isLessThanOrEqualTo(first.threads() + 1);
			assertThat(last.files()).as("%s", rounds).isLessThanOrEqualTo(first.files() + 2);
			assertThat(last.meters()).as("%s", rounds).isZero();
			assertThat(jvm.exitCode()).isZero();
		}
	}

	/**
	 * What a JVM holds after a round.
	 *
	 * @param heap in bytes
	 * @param threads all of them
	 * @param files descriptors that are open, 0 where that cannot be known
	 * @param meters in a registry that outlives the contexts
	 * @param classes that are loaded
	 * @param millis how long the round took
	 */
	private record Held(long heap, long threads, long files, long meters, long classes, long millis) {

		static Held of(Matcher line) {
			return new Held(Long.parseLong(line.group(2)), Long.parseLong(line.group(3)), Long.parseLong(line.group(4)),
					Long.parseLong(line.group(5)), Long.parseLong(line.group(6)), Long.parseLong(line.group(7)));
		}

	}

}
