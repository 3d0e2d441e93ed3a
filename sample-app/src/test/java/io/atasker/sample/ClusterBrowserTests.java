package io.atasker.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

import static io.atasker.sample.RunningCluster.eventually;
import static io.atasker.sample.WorkersPage.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances on one database, and the page that shows both: what they share, what one
 * of them does, and what happens when that one is killed at work.
 */
@Tag("long")
@WithBrowser
@Timeout(300)
class ClusterBrowserTests {

	@TempDir
	static Path folder;

	@RegisterExtension
	private static final Browser browser = new Browser();

	private final WorkersPage page = new WorkersPage(browser);

	@Test
	void twoInstancesShareTheWorkAndOneTakesOver() throws Exception {
		Path inbox = Files.createDirectory(folder.resolve("inbox"));
		try (RunningCluster cluster = RunningCluster.start(folder, "--instances=2", "--server.port=0",
				"--atasker.cluster.lease.ttl=15s", "--atasker.cluster.jdbc.heartbeat-interval=500ms",
				"--atasker.cluster.jdbc.missed-heartbeats=20", "--atasker.cluster.view.poll-interval=500ms",
				"--atasker.cluster.view.node-timeout=15s", "--atasker.workers.scan.interval=1s")) {
			List<RunningCluster.Member> members = cluster.members(2);
			RunningCluster.Member first = members.get(0);
			RunningCluster.Member second = members.get(1);
			bothAreShown(second);
			aCommandGoesToBoth(first, second);
			theGalleryOfTheFirstShowsWhatTheSecondMade(first, second, inbox);
			List<String> names = bothMakeThumbnails(first, second, inbox);
			first.kill();
			theSecondTakesOver(second, names);
			assertThat(cluster.output())
				.contains("Instance 1, process " + first.pid() + ", has ended with exit code 137");
			cluster.launcher().toHandle().destroy();
			assertThat(cluster.launcher().waitFor(50, TimeUnit.SECONDS)).isTrue();
			eventually().until(() -> cluster.alive().findAny().isEmpty());
		}
		browser.assertUndisturbed();
	}

	private void bothAreShown(RunningCluster.Member second) {
		this.page.openAndWait(second.port());
		waitUntil(() -> assertThat(this.page.find("#cluster").getText()).contains("of thumbnail-inbox: 2 alive",
				"instance-2 this node", "instance-1"));
		waitUntil(() -> assertThat(this.page.cell("gallery", "nodes")).contains("on instance-1", "1 standby"));
		waitUntil(() -> assertThat(this.page.cell("thumbnails", "nodes")).contains("2 of 2 started"));
		assertThat(this.page.state("gallery")).isEqualTo("STANDBY");
		this.page.details("gallery");
		waitUntil(() -> assertThat(this.page.find(".nodes tr[data-node=instance-1]").getText()).contains("runs it"));
		assertThat(this.page.find(".nodes tr[data-node=instance-2]").getText()).contains("this node", "standby", "now");
	}

	private void aCommandGoesToBoth(RunningCluster.Member first, RunningCluster.Member second) {
		this.page.details("totals");
		this.page.find("#details [name=target]").sendKeys("all");
		this.page.find("#details .details-actions .stop").click();
		waitUntil(() -> assertThat(this.page.messages()).contains("totals: told to be stopped on all nodes"));
		eventually().untilAsserted(() -> assertThat(List.of(state(first, "totals"), state(second, "totals")))
			.containsExactly("STOPPED", "STOPPED"));
		waitUntil(() -> assertThat(this.page.cell("totals", "nodes")).contains("0 of 2 started"));
		this.page.find("#details .details-actions .start").click();
		eventually().untilAsserted(() -> assertThat(List.of(state(first, "totals"), state(second, "totals")))
			.containsExactly("STARTED", "STARTED"));
		waitUntil(() -> assertThat(this.page.cell("totals", "nodes")).contains("2 of 2 started"));
	}

	private static void theGalleryOfTheFirstShowsWhatTheSecondMade(RunningCluster.Member first,
			RunningCluster.Member second, Path inbox) {
		first.visitor().act("thumbnails", "stop");
		TestPictures.write(inbox.resolve("of the second.png"), TestPictures.redAndBlue("png", 20, 20));
		eventually().untilAsserted(() -> assertThat(second.visitor().shown()).contains("of the second.png"));
		assertThat(state(first, "gallery")).isEqualTo("STARTED");
		assertThat(state(second, "gallery")).isEqualTo("STANDBY");
		first.visitor().act("thumbnails", "start");
	}

	/** One picture more at each look, until the first one has some in hand. */
	private static List<String> bothMakeThumbnails(RunningCluster.Member first, RunningCluster.Member second,
			Path inbox) {
		byte[] slow = TestPictures.slow();
		List<String> names = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			addPicture(names, inbox, slow);
		}
		eventually().until(() -> {
			addPicture(names, inbox, slow);
			return executions(second, "succeeded") > 0 && executions(first, "succeeded") > 0
					&& executions(first, "running") > 0;
		});
		return names;
	}

	private static void addPicture(List<String> names, Path inbox, byte[] content) {
		String name = "picture-%03d.png".formatted(names.size());
		TestPictures.write(inbox.resolve(name), content);
		names.add(name);
	}

	private void theSecondTakesOver(RunningCluster.Member second, List<String> names) {
		waitUntil(() -> assertThat(this.page.find("#cluster").getText()).contains("1 of 2 alive",
				"instance-1 dead, seen"));
		waitUntil(() -> assertThat(this.page.cell("gallery", "nodes")).contains("on instance-2", "1 dead"));
		this.page.details("thumbnails");
		waitUntil(() -> assertThat(this.page.find(".nodes tr[data-node=instance-1]").getText()).contains("dead, was"));
		eventually().untilAsserted(() -> assertThat(second.visitor().shown()).filteredOn(names::contains)
			.containsExactlyInAnyOrderElementsOf(names));
		assertThat(browser.driver().findElements(By.cssSelector(".nodes tbody tr"))).hasSize(2);
	}

	private static String state(RunningCluster.Member member, String worker) {
		return member.visitor().worker(worker).at("/state").asString();
	}

	private static int executions(RunningCluster.Member member, String which) {
		return member.visitor().worker("thumbnails").at("/executions/" + which).asInt();
	}

}
