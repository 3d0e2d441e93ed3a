package io.atasker.sample;

import io.atasker.cluster.Cluster;
import io.atasker.worker.BackgroundEventWorker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Has the gallery rebuilt, by whichever instance does that.
 */
@Component
class GalleryTrigger {

	private static final Logger logger = LoggerFactory.getLogger(GalleryTrigger.class);

	private final BackgroundEventWorker gallery;

	private final @Nullable Cluster cluster;

	GalleryTrigger(BackgroundEventWorker gallery, ObjectProvider<Cluster> cluster) {
		this.gallery = gallery;
		this.cluster = cluster.getIfAvailable();
	}

	void trigger() {
		if (this.cluster == null) {
			this.gallery.trigger();
			return;
		}
		try {
			this.cluster.trigger(this.gallery.name());
		}
		catch (IllegalStateException ex) {
			// It is stopped on all instances, and rebuilds everything when it starts.
			logger.debug("the gallery is not rebuilt", ex);
		}
	}

}
