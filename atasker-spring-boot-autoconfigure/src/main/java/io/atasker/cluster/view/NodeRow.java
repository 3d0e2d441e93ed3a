package io.atasker.cluster.view;

import java.time.Instant;

/**
 * What a node has said of itself.
 *
 * @param name its name
 * @param started when it has joined
 * @param seen when it was here last
 * @param now when that was read
 * @param report of its workers, as {@link Reports} writes it
 */
record NodeRow(String name, Instant started, Instant seen, Instant now, String report) {

}
