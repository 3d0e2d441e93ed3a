package io.atasker.docs.cluster;

import io.atasker.cluster.Cluster;
import io.atasker.worker.Initiator;

class Maintenance {

	private final Cluster cluster;

	Maintenance(Cluster cluster) {
		this.cluster = cluster;
	}

	void begin(String user) {
		this.cluster.stop("closing", new Initiator(user, "maintenance of the books"));
	}

	void end(String user) {
		this.cluster.start("closing", new Initiator(user, "maintenance is over"));
		this.cluster.trigger("closing");
	}

}
