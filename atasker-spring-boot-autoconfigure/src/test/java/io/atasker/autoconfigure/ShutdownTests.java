package io.atasker.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.atasker.testsupport.ChildJvm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Terminates a real application with a web server under load: what was answered with
 * success is worked off as far as there is time, and the rest is told of.
 */
@Tag("long")
class ShutdownTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final Pattern STOPPED = Pattern.compile("supervisor 'default' stopped in ([0-9.]+) (ms|s)\\b");

	private static final Pattern STILL_RUNNING = Pattern.compile("still running: (.*); given back");

	private static final Pattern RETURNED = Pattern.compile("given back without being run: (\\d+) of 'orders'");

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final AtomicInteger ids = new AtomicInteger();

	/** Answered with success. */
	private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();

	private volatile String url = "";

	@ParameterizedTest
	@CsvSource({ "17,false", "21,true" })
	void whatWasAcceptedAndFitsIsWorkedOff(int feature, boolean virtual) throws Exception {
		Optional<Path> java = ChildJvm.java(feature);
		Assumptions.assumeTrue(java.isPresent(), () -> "there is no Java " + feature);
		try (ChildJvm jvm = start(java.get(), 20, SOON, virtual)) {
			List<CompletableFuture<Void>> clients = load(4);
			// More than is worked off until the server is gone, or there would be nothing
			// to do then.
			await().atMost(SOON).until(() -> this.accepted.size() >= 300);
			List<CompletableFuture<HttpResponse<String>>> inFlight = inFlight(jvm);
			jvm.terminate();
			for (CompletableFuture<HttpResponse<String>> request : inFlight) {
				assertThat(request.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
			assertThat(jvm.awaitExit(SOON)).isTrue();
			clients.forEach(CompletableFuture::join);
			assertThat(handled(jvm)).doesNotHaveDuplicates().containsAll(this.accepted);
			assertThat(number(jvm, "handled in all ")).isEqualTo(number(jvm, "put in all "));
			assertThat(text(jvm)).doesNotContain("given back without being run");
			assertThat(took(jvm)).isLessThan(SOON);
			assertThat(jvm.exitCode()).isEqualTo(143);
		}
	}

	@Test
	void whatDoesNotFitIsReportedAtTheDeadline() throws Exception {
		Duration timeout = Duration.ofSeconds(2);
		try (ChildJvm jvm = start(ChildJvm.currentJava(), 200, timeout, false)) {
			List<CompletableFuture<Void>> clients = load(4);
			await().atMost(SOON).until(() -> this.accepted.size() >= 500);
			jvm.terminate();
			assertThat(jvm.awaitExit(SOON)).isTrue();
			clients.forEach(CompletableFuture::join);
			List<Integer> handled = handled(jvm);
			assertThat(handled).doesNotHaveDuplicates();
			Matcher returned = RETURNED.matcher(text(jvm));
			assertThat(returned.find()).isTrue();
			long left = Long.parseLong(returned.group(1)) + stillRunning(jvm);
			assertThat(handled.size() + left).isEqualTo(number(jvm, "put in all "));
			assertThat(number(jvm, "put in all ")).isGreaterThanOrEqualTo(this.accepted.size());
			// the interrupt comes before, and a busy machine may take its time to note
			assertThat(took(jvm)).isBetween(Duration.ofSeconds(1), timeout.plusSeconds(20));
		}
	}

	private ChildJvm start(Path java, long work, Duration timeout, boolean virtual) {
		ChildJvm jvm = ChildJvm.start(java, ShutdownApplication.class, "--server.port=0", "--server.address=127.0.0.1",
				"--work=" + work, "--atasker.supervisor.shutdown-timeout=" + timeout.toMillis() + "ms",
				"--spring.threads.virtual.enabled=" + virtual);
		this.url = "http://127.0.0.1:" + jvm.awaitLine("port ").substring("port ".length()) + "/order";
		return jvm;
	}

	/** Requests one after the other, until the server is gone. */
	private List<CompletableFuture<Void>> load(int clients) {
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int i = 0; i < clients; i++) {
			CompletableFuture<Void> end = new CompletableFuture<>();
			Thread client = new Thread(() -> {
				try {
					while (true) {
						// Not more than fits, however late the end comes.
						LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos((this.accepted.size() > 3_000) ? 100 : 0));
						int id = this.ids.incrementAndGet();
						if (this.client.send(request(id, 2), BodyHandlers.ofString()).statusCode() == 200) {
							this.accepted.add(id);
						}
					}
				}
				catch (IOException ex) {
					end.complete(null);
				}
				catch (Throwable ex) {
					end.completeExceptionally(ex);
				}
			});
			client.setDaemon(true);
			client.start();
			all.add(end);
		}
		return all;
	}

	/** Requests that have come in, and put only after the stop has begun. */
	private List<CompletableFuture<HttpResponse<String>>> inFlight(ChildJvm jvm) {
		List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int id = this.ids.incrementAndGet();
			requests.add(this.client.sendAsync(request(id, 1500), BodyHandlers.ofString()).thenApply((response) -> {
				this.accepted.add(id);
				return response;
			}));
		}
		for (int i = 0; i < 5; i++) {
			jvm.awaitLine("slow " + (i + 1));
		}
		return requests;
	}

	private HttpRequest request(int id, long millis) {
		return HttpRequest.newBuilder(URI.create(this.url + "?id=" + id + "&millis=" + millis))
			.POST(BodyPublishers.noBody())
			.build();
	}

	private static List<Integer> handled(ChildJvm jvm) {
		return jvm.lines()
			.stream()
			.filter((line) -> line.matches("handled \\d+"))
			.map((line) -> Integer.valueOf(line.substring("handled ".length())))
			.toList();
	}

	private static long number(ChildJvm jvm, String start) {
		return jvm.lines()
			.stream()
			.filter((line) -> line.startsWith(start))
			.map((line) -> Long.valueOf(line.substring(start.length())))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no line '%s' in %s".formatted(start, jvm.lines())));
	}

	/** Those that have not come to their interrupt yet are named one by one. */
	private static long stillRunning(ChildJvm jvm) {
		Matcher line = STILL_RUNNING.matcher(text(jvm));
		assertThat(line.find()).isTrue();
		return line.group(1).split("'orders' \\(", -1).length - 1;
	}

	private static Duration took(ChildJvm jvm) {
		Matcher stopped = STOPPED.matcher(text(jvm));
		assertThat(stopped.find()).as(text(jvm)).isTrue();
		double value = Double.parseDouble(stopped.group(1));
		return Duration.ofMillis((long) (stopped.group(2).equals("ms") ? value : value * 1_000));
	}

	private static String text(ChildJvm jvm) {
		return String.join("\n", jvm.lines());
	}

}
