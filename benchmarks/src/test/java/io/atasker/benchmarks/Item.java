package io.atasker.benchmarks;

/**
 * What goes through a queue. It can be run as well, for those who take tasks only; so
 * that nobody has to wrap anything.
 */
final class Item implements Runnable, Comparable<Item> {

	final int value;

	final int rank;

	private final Sink sink;

	Item(int value, Sink sink) {
		this.value = value;
		this.rank = value & 3;
		this.sink = sink;
	}

	static Item[] some(Sink sink) {
		Item[] items = new Item[1024];
		for (int i = 0; i < items.length; i++) {
			items[i] = new Item(i, sink);
		}
		return items;
	}

	@Override
	public void run() {
		this.sink.accept(this);
	}

	@Override
	public int compareTo(Item other) {
		return Integer.compare(this.rank, other.rank);
	}

}
