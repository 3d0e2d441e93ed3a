package io.atasker.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines over logarithmic axes, as SVG that is readable on light and dark pages.
 */
final class Plot {

	private static final int WIDTH = 640;

	private static final int HEIGHT = 360;

	private static final int LEFT = 80;

	private static final int RIGHT = 20;

	private static final int TOP = 40;

	private static final int BOTTOM = 70;

	private static final List<String> COLOURS = List.of("#2a78d6", "#d1495b", "#3f8f4f", "#9a6fb0");

	private final String title;

	private final String xLabel;

	private final String yLabel;

	private final Map<String, List<double[]>> series = new LinkedHashMap<>();

	private double xMin = Double.MAX_VALUE;

	private double xMax = Double.MIN_VALUE;

	private double yMin = Double.MAX_VALUE;

	private double yMax = Double.MIN_VALUE;

	Plot(String title, String xLabel, String yLabel) {
		this.title = title;
		this.xLabel = xLabel;
		this.yLabel = yLabel;
	}

	void add(String name, double x, double y) {
		if (x > 0 && y > 0) {
			this.series.computeIfAbsent(name, (key) -> new ArrayList<>()).add(new double[] { x, y });
			this.xMin = Math.min(this.xMin, x);
			this.xMax = Math.max(this.xMax, x);
			this.yMin = Math.min(this.yMin, y);
			this.yMax = Math.max(this.yMax, y);
		}
	}

	boolean isEmpty() {
		return this.series.isEmpty();
	}

	String svg() {
		this.yMin = Math.pow(10, Math.floor(Math.log10(this.yMin)));
		this.yMax = Math.pow(10, Math.ceil(Math.log10(this.yMax) + 1e-9));
		StringBuilder svg = new StringBuilder();
		svg.append(String.format(Locale.ROOT,
				"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
						+ "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
				WIDTH, HEIGHT));
		text(svg, WIDTH / 2.0, 22, "middle", "#222222", this.title);
		text(svg, WIDTH / 2.0, HEIGHT - BOTTOM + 34, "middle", "#444444", this.xLabel);
		text(svg, 8, TOP - 12, "start", "#444444", this.yLabel);
		grid(svg);
		int number = 0;
		for (Map.Entry<String, List<double[]>> one : this.series.entrySet()) {
			line(svg, one.getKey(), one.getValue(), number++);
		}
		return svg.append("</svg>\n").toString();
	}

	private void grid(StringBuilder svg) {
		for (double y = this.yMin; y <= this.yMax * 1.01; y *= 10) {
			svg.append(String.format(Locale.ROOT,
					"<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n", LEFT, WIDTH - RIGHT,
					y(y), y(y)));
			text(svg, LEFT - 8, y(y) + 4, "end", "#444444", Numbers.text(y).replace(".00", "").replace(".0", ""));
		}
		for (double x = Math.pow(10, Math.ceil(Math.log10(this.xMin) - 1e-9)); x <= this.xMax * 1.01; x *= 10) {
			text(svg, x(x), HEIGHT - BOTTOM + 16, "middle", "#444444",
					Numbers.text(x).replace(".00", "").replace(".0", ""));
		}
	}

	private void line(StringBuilder svg, String name, List<double[]> points, int number) {
		String colour = COLOURS.get(number % COLOURS.size());
		StringBuilder path = new StringBuilder();
		points.sort((one, other) -> Double.compare(one[0], other[0]));
		for (double[] point : points) {
			path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(point[1])));
			svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
					x(point[0]), y(point[1]), colour));
		}
		svg.append(String.format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
				path.toString().strip(), colour));
		text(svg, LEFT + number * (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 12, "start", colour, name);
	}

	private double x(double value) {
		double range = Math.max(1e-9, Math.log10(this.xMax) - Math.log10(this.xMin));
		return LEFT + (Math.log10(value) - Math.log10(this.xMin)) / range * (WIDTH - LEFT - RIGHT);
	}

	private double y(double value) {
		double range = Math.max(1e-9, Math.log10(this.yMax) - Math.log10(this.yMin));
		return HEIGHT - BOTTOM - (Math.log10(value) - Math.log10(this.yMin)) / range * (HEIGHT - TOP - BOTTOM);
	}

	private static void text(StringBuilder svg, double x, double y, String anchor, String colour, String text) {
		svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
				x, y, anchor, colour, text.replace("&", "&amp;").replace("<", "&lt;")));
	}

}
