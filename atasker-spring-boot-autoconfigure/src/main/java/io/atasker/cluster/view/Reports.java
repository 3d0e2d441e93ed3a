package io.atasker.cluster.view;

import java.util.LinkedHashMap;
import java.util.Map;

import io.atasker.cluster.ClusterSnapshot.Report;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Workers;

/**
 * What a node says of its workers, as text: one line for each, with its name, state,
 * whether it is to run and how many executions there are. What newer nodes may add at the
 * end of a line is passed over, and so is what cannot be read.
 */
final class Reports {

	private static final int FIELDS = 4;

	private Reports() {
	}

	static String write(Workers workers) {
		StringBuilder text = new StringBuilder();
		workers.stream().forEach((worker) -> write(worker, text));
		return text.toString();
	}

	private static void write(BackgroundWorker worker, StringBuilder text) {
		text.append(worker.name())
			.append(' ')
			.append(worker.state())
			.append(' ')
			.append(worker.isActive() ? "STARTED" : "STOPPED")
			.append(' ')
			.append(worker.statistics().running())
			.append('\n');
	}

	static Map<String, Report> read(String text) {
		Map<String, Report> reports = new LinkedHashMap<>();
		text.lines().map((line) -> line.split(" ", FIELDS + 1)).forEach((fields) -> {
			if (fields.length >= FIELDS && fields[FIELDS - 1].matches("\\d{1,9}")) {
				reports.put(fields[0], new Report(fields[1], fields[2], Integer.parseInt(fields[FIELDS - 1])));
			}
		});
		return reports;
	}

}
