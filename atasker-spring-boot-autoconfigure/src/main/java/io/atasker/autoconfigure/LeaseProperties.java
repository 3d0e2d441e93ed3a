package io.atasker.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Leases of workers that are to run on one node.
 *
 * @param ttl How long a lease is good if its node does not renew it, at least 1s.
 * @param tryInterval How often a node that stands by tries to get a lease.
 * @param table Table of the leases, where they are in the database of the application.
 */
record LeaseProperties(@DefaultValue("10s") Duration ttl, @DefaultValue("1s") Duration tryInterval,
		@DefaultValue("atasker_lease") String table) {

}
