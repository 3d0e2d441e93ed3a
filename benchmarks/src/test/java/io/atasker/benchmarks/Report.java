package io.atasker.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what the result files say into the document, between two marks, and the plots
 * beside it. What is outside of the marks is written by people and stays.
 */
final class Report {

	private static final String BEGIN = "<!-- results: written by the benchmarks, not by hand -->";

	private static final String END = "<!-- end of results -->";

	private static final List<String> SCALES = List.of("by producers", "by workers", "by depth",
			"many, minute by minute");

	/** By JDK, the lowest first. */
	private final Map<Integer, List<Result>> results = new TreeMap<>();

	private final List<String> environments = new ArrayList<>();

	private final Path folder;

	private Report(Path results, Path folder) throws IOException {
		this.folder = folder;
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(results, "*.csv")) {
			all.forEach(files::add);
		}
		files.sort(null);
		for (Path file : files) {
			read(file);
		}
	}

	static void write(Path results, Path folder) throws IOException {
		new Report(results, folder).write();
	}

	private void read(Path file) throws IOException {
		String name = file.getFileName().toString().replace(".csv", "");
		int jdk = Integer.parseInt(name.substring(name.lastIndexOf("-jdk") + 4));
		Map<String, String> environment = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			if (line.startsWith("# ")) {
				environment.put(line.substring(2, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
			}
			else {
				this.results.computeIfAbsent(jdk, (key) -> new ArrayList<>()).add(Result.ofLine(line));
			}
		}
		this.environments.add("| " + name + " | " + String.join(" | ", environment.values()) + " |");
	}

	private void write() throws IOException {
		Path document = this.folder.resolve("performance.md");
		String text = Files.readString(document);
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException(document + " lacks the marks between which results are written");
		}
		StringBuilder made = new StringBuilder();
		targets(made);
		plots(made);
		tables(made);
		environments(made);
		Files.writeString(document, text.substring(0, begin) + BEGIN + "\n" + made + text.substring(end));
	}

	private void targets(StringBuilder text) {
		text.append("\n## Targets\n\n| | target |");
		this.results.keySet().forEach((jdk) -> text.append(" JDK ").append(jdk).append(" |"));
		text.append("\n| --- | --- |").append(" --- |".repeat(this.results.size())).append('\n');
		for (Target target : Target.ALL) {
			text.append("| ").append(target.number()).append(" | ").append(target.bounded()).append(" |");
			this.results.values().forEach((all) -> text.append(' ').append(target.judge(all)).append(" |"));
			text.append('\n');
		}
	}

	private void tables(StringBuilder text) {
		Map<String, List<Result>> figures = new LinkedHashMap<>();
		this.results.values()
			.forEach((all) -> all
				.forEach((result) -> figures.computeIfAbsent(result.figure(), (key) -> new ArrayList<>()).add(result)));
		figures.keySet().removeAll(SCALES);
		figures.keySet().forEach((figure) -> table(text, figure));
	}

	private void table(StringBuilder text, String figure) {
		text.append("\n### ").append(figure).append("\n\n| condition | who | unit |");
		this.results.keySet().forEach((jdk) -> text.append(" JDK ").append(jdk).append(": median (min to max) |"));
		text.append("\n| --- | --- | --- |").append(" --- |".repeat(this.results.size())).append('\n');
		Map<String, String[]> rows = new LinkedHashMap<>();
		int column = 0;
		for (List<Result> all : this.results.values()) {
			for (Result result : all) {
				if (result.figure().equals(figure)) {
					String row = "| " + result.parameter() + " | " + result.contestant() + " | " + result.unit() + " |";
					rows.computeIfAbsent(row, (key) -> new String[this.results.size()])[column] = cell(result);
				}
			}
			column++;
		}
		rows.forEach((row, cells) -> {
			text.append(row);
			for (String cell : cells) {
				text.append(' ').append((cell != null) ? cell : "").append(" |");
			}
			text.append('\n');
		});
	}

	private static String cell(Result result) {
		return Numbers.text(result.median()) + ((result.values().size() > 1)
				? " (" + Numbers.text(result.min()) + " to " + Numbers.text(result.max()) + ")" : "");
	}

	private void plots(StringBuilder text) throws IOException {
		Map<String, Plot> plots = new TreeMap<>();
		this.results.forEach((jdk, all) -> {
			for (Result result : all) {
				if (SCALES.contains(result.figure())) {
					plots
						.computeIfAbsent(result.figure() + ": " + result.unit() + ", JDK " + jdk,
								(title) -> new Plot(title,
										result.figure().replace("by ", "number of ").replace("depth", "waiting items"),
										result.unit()))
						.add(result.contestant(), Double.parseDouble(result.parameter()), result.median());
				}
			}
		});
		if (plots.isEmpty()) {
			return;
		}
		text.append("\n## As work grows\n\n");
		Path images = this.folder.resolve("performance");
		Files.createDirectories(images);
		for (Map.Entry<String, Plot> plot : plots.entrySet()) {
			if (!plot.getValue().isEmpty()) {
				String file = plot.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
				Files.writeString(images.resolve(file), plot.getValue().svg());
				text.append("![").append(plot.getKey()).append("](performance/").append(file).append(")\n");
			}
		}
	}

	private void environments(StringBuilder text) {
		text.append("\n## Where and when\n\n| suite | date | mode | JDK | collector | heap | processors | system |"
				+ " load average | seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
		this.environments.forEach((line) -> text.append(line).append('\n'));
		text.append('\n');
	}

}
