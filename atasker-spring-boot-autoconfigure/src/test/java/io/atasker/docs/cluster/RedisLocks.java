package io.atasker.docs.cluster;

import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Leases in Redis.
 */
public class RedisLocks {

	// @Bean
	public LockProvider locks(RedisConnectionFactory redis) {
		return new RedisLockProvider.Builder(redis).environment("shop").safeUpdate(true).build();
	}

}
