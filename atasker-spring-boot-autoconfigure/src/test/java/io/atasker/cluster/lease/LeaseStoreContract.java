package io.atasker.cluster.lease;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.atasker.cluster.lease.LeaseStore.Grant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What all stores of leases do.
 */
abstract class LeaseStoreContract {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration SHORT = Duration.ofSeconds(1);

	/**
	 * Makes the view of a node.
	 * @param node its name
	 * @return the store, shared with those made before by the same test
	 * @throws Exception if there is none
	 */
	abstract LeaseStore store(String node) throws Exception;

	@Test
	void leaseHasOneHolder() throws Exception {
		LeaseStore one = store("one");
		LeaseStore other = store("other");
		Grant grant = one.tryAcquire("w", LONG).orElseThrow();
		assertThat(grant.name()).isEqualTo("w");
		assertThat(other.tryAcquire("w", LONG)).isEmpty();
		// Nor may the holder itself: it would not know which grant counts.
		assertThat(one.tryAcquire("w", LONG)).isEmpty();
		assertThat(other.tryAcquire("another", LONG)).isPresent();
	}

	@Test
	void leaseThatIsGivenBackCanBeGotAtOnce() throws Exception {
		LeaseStore one = store("one");
		LeaseStore other = store("other");
		one.release(one.tryAcquire("w", LONG).orElseThrow());
		Grant grant = other.tryAcquire("w", LONG).orElseThrow();
		assertThat(one.tryAcquire("w", LONG)).isEmpty();
		other.release(grant);
		assertThat(one.tryAcquire("w", LONG)).isPresent();
	}

	@Test
	void leaseExpires() throws Exception {
		LeaseStore one = store("one");
		LeaseStore other = store("other");
		Grant lost = one.tryAcquire("w", SHORT).orElseThrow();
		Grant lostToo = one.tryAcquire("v", SHORT).orElseThrow();
		Grant grant = await().until(() -> other.tryAcquire("w", LONG), Optional::isPresent).orElseThrow();
		await().until(() -> other.tryAcquire("v", LONG).isPresent());
		assertThat(one.extend(lost, LONG)).isEmpty();
		// Late, and not its own any more.
		one.release(lostToo);
		assertThat(one.tryAcquire("v", LONG)).isEmpty();
		assertThat(one.tryAcquire("w", LONG)).isEmpty();
		assertThat(other.extend(grant, LONG)).isPresent();
	}

	@Test
	void leaseThatIsExtendedDoesNotExpire() throws Exception {
		LeaseStore one = store("one");
		LeaseStore other = store("other");
		Grant grant = one.tryAcquire("w", Duration.ofSeconds(10)).orElseThrow();
		grant = one.extend(grant, LONG).orElseThrow();
		grant = one.extend(grant, LONG).orElseThrow();
		Grant last = grant;
		await().during(Duration.ofSeconds(11))
			.atMost(Duration.ofSeconds(60))
			.until(() -> other.tryAcquire("w", LONG).isEmpty());
		one.release(last);
		assertThat(other.tryAcquire("w", LONG)).isPresent();
	}

	@Test
	void oneOfManyGetsIt() throws Exception {
		for (int round = 0; round < 10; round++) {
			String name = "w" + round;
			List<LeaseStore> nodes = List.of(store("a"), store("b"), store("c"), store("d"));
			List<CompletableFuture<Boolean>> tries = IntStream.range(0, nodes.size())
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> nodes.get(i).tryAcquire(name, LONG).isPresent(),
						(work) -> new Thread(work).start()))
				.toList();
			assertThat(tries.stream().filter(CompletableFuture::join).count()).isOne();
		}
	}

}
