package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(LeakGuard.class)
class MembersTests {

	private static final ShutdownPolicy POLICY = ShutdownPolicy.graceful(Duration.ofSeconds(10));

	private final Supervisor supervisor = Supervisor.builder().build();

	private final FakeMember member = new FakeMember("member");

	@AfterEach
	void stop() {
		this.supervisor.stop(POLICY);
	}

	@Test
	void memberIsToldOfEachStateInOrder() {
		this.supervisor.register(this.member);
		this.supervisor.receive();
		this.supervisor.start();
		this.supervisor.start();
		this.supervisor.receive();
		this.supervisor.stop(POLICY);
		assertThat(this.member.asked).containsExactly("STOPPED", "RECEIVING", "STARTED", "RECEIVING", "STOPPING",
				"STOPPED");
	}

	@Test
	void latecomerIsToldTheCurrentState() {
		this.supervisor.start();
		this.supervisor.register(this.member);
		this.supervisor.register(this.member);
		assertThat(this.member.asked).containsExactly("STARTED");
		assertThat(this.supervisor.workers()).containsExactly(this.member);
	}

	@Test
	void memberThatHasLeftIsToldNothing() {
		this.supervisor.register(this.member);
		this.supervisor.unregister(this.member);
		this.supervisor.start();
		assertThat(this.member.asked).containsExactly("STOPPED");
		assertThat(this.supervisor.workers()).isEmpty();
	}

	@Test
	void memberThatRegistersAnotherIsToldFirst() {
		FakeMember other = new FakeMember("other");
		this.member.onState = (state) -> {
			if (state == SupervisorState.RECEIVING) {
				this.supervisor.register(other);
			}
		};
		this.supervisor.register(this.member);
		this.supervisor.start();
		assertThat(this.member.asked).containsExactly("STOPPED", "RECEIVING", "STARTED");
		assertThat(other.asked).containsExactly("STARTED");
	}

	@Test
	void memberThatThrowsHarmsNobody() {
		this.member.onState = (state) -> {
			throw new IllegalStateException("synthetic");
		};
		FakeMember other = new FakeMember("other");
		this.supervisor.register(this.member);
		this.supervisor.register(other);
		this.supervisor.start();
		assertThat(this.supervisor.stop(POLICY).isComplete()).isTrue();
		assertThat(other.asked).containsExactly("STOPPED", "RECEIVING", "STARTED", "STOPPING", "STOPPED");
	}

	@Test
	void statesReachEveryMemberInOrderAndNeverTwoAtOnceWhoeverAsks() throws Exception {
		List<FakeMember> members = new ArrayList<>();
		CountDownLatch go = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			FakeMember registered = new FakeMember("member" + i);
			members.add(registered);
			int role = i;
			threads.add(new Thread(() -> {
				for (int round = 0; round < 100; round++) {
					switch ((role + round) % 3) {
						case 0 -> this.supervisor.start();
						case 1 -> this.supervisor.stop(POLICY);
						default -> this.supervisor.receive();
					}
					if (round == 10) {
						this.supervisor.register(registered);
					}
				}
				go.countDown();
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.supervisor.stop(POLICY);
		for (FakeMember each : members) {
			assertThat(each.concurrent).isFalse();
			assertThat(each.asked).last().isEqualTo("STOPPED");
			assertThat(withoutRequests(each))
				.allSatisfy((pair) -> assertThat(pair).isIn("STOPPED RECEIVING", "RECEIVING STARTED",
						"STARTED RECEIVING", "STARTED STOPPING", "RECEIVING STOPPING", "STOPPING STOPPED"));
		}
	}

	private static List<String> withoutRequests(FakeMember member) {
		List<String> states = member.asked.stream().filter((text) -> Character.isUpperCase(text.charAt(0))).toList();
		List<String> pairs = new ArrayList<>();
		for (int i = 1; i < states.size(); i++) {
			pairs.add(states.get(i - 1) + " " + states.get(i));
		}
		return pairs;
	}

}
