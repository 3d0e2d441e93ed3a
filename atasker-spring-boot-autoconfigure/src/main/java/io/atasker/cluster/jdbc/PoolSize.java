package io.atasker.cluster.jdbc;

import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

/**
 * How many connections a data source has at most, if it is a pool that we know.
 */
final class PoolSize {

	/** Of a data source that is not known. */
	static final int UNKNOWN = Integer.MAX_VALUE;

	private PoolSize() {
	}

	static int of(DataSource dataSource) {
		try {
			return Hikari.size(dataSource);
		}
		catch (SQLException | NoClassDefFoundError ex) {
			return UNKNOWN;
		}
	}

	/** Apart, since it may be missing. */
	private static final class Hikari {

		static int size(DataSource dataSource) throws SQLException {
			boolean known = dataSource.isWrapperFor(HikariDataSource.class);
			return known ? dataSource.unwrap(HikariDataSource.class).getMaximumPoolSize() : UNKNOWN;
		}

	}

}
