package io.atasker.benchmarks;

import java.nio.file.Path;

final class Report {

	private Report() {
	}

	static void write(Path results, Path document) {
	}

}
