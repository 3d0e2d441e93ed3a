package io.atasker.docs.cluster;

import javax.sql.DataSource;

import io.atasker.cluster.NodeId;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;

import org.springframework.jdbc.core.JdbcTemplate;

class Locks {

	// @Bean
	LockProvider locks(DataSource dataSource, NodeId node) {
		return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
			.withJdbcTemplate(new JdbcTemplate(dataSource))
			.withLockedByValue(node.unique())
			.usingDbTime()
			.build());
	}

}
