package io.atasker.sample;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keeps what was done in a database file. Safe from any thread.
 */
@Repository
class PictureRepository {

	private static final int MAX_ERROR_LENGTH = 200;

	private final JdbcClient jdbc;

	PictureRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes note of a picture, for one caller only.
	 * @return whether it is new or not as it was
	 */
	boolean claim(Picture picture) {
		try {
			return this.jdbc.sql("""
					MERGE INTO picture USING (VALUES (:name, :bytes, :modified)) AS found (name, bytes, modified)
					ON picture.name = found.name
					WHEN MATCHED AND (picture.bytes <> found.bytes OR picture.modified <> found.modified) THEN
						UPDATE SET bytes = found.bytes, modified = found.modified, state = 'WAITING', error = NULL
					WHEN NOT MATCHED THEN
						INSERT (name, bytes, modified, state)
						VALUES (found.name, found.bytes, found.modified, 'WAITING')
					""").params(parameters(picture)).update() > 0;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/**
	 * Forgets which pictures wait.
	 * @return how many
	 */
	int forgetWaiting() {
		return this.jdbc.sql("DELETE FROM picture WHERE state = 'WAITING'").update();
	}

	/**
	 * Takes note of a thumbnail, unless the picture has changed meanwhile.
	 */
	void done(Picture picture, PixelSize size, String thumbnail) {
		this.jdbc
			.sql("""
					UPDATE picture SET state = 'DONE', width = :width, height = :height, thumbnail = :thumbnail, error = NULL
					WHERE name = :name AND bytes = :bytes AND modified = :modified
					""")
			.params(parameters(picture))
			.param("width", size.width())
			.param("height", size.height())
			.param("thumbnail", thumbnail)
			.update();
	}

	/**
	 * Takes note of a failure, unless the picture has changed meanwhile.
	 */
	void failed(Picture picture, String error) {
		this.jdbc.sql("""
				UPDATE picture SET state = 'FAILED', width = NULL, height = NULL, thumbnail = NULL, error = :error
				WHERE name = :name AND bytes = :bytes AND modified = :modified
				""")
			.params(parameters(picture))
			.param("error", error.substring(0, Math.min(error.length(), MAX_ERROR_LENGTH)))
			.update();
	}

	void remove(PictureEntry entry) {
		this.jdbc.sql("DELETE FROM picture WHERE id = :id").param("id", entry.id()).update();
	}

	Optional<PictureEntry> find(long id) {
		return this.jdbc.sql("SELECT * FROM picture WHERE id = :id")
			.param("id", id)
			.query(PictureRepository::entry)
			.optional();
	}

	/**
	 * Returns all pictures, the newest first.
	 */
	List<PictureEntry> findAll() {
		return this.jdbc.sql("SELECT * FROM picture ORDER BY modified DESC, id DESC")
			.query(PictureRepository::entry)
			.list();
	}

	Totals totals() {
		return this.jdbc.sql("""
				SELECT COUNT(CASE state WHEN 'DONE' THEN 1 END) AS pictures,
					COALESCE(SUM(CASE state WHEN 'DONE' THEN bytes END), 0) AS bytes,
					COUNT(CASE state WHEN 'WAITING' THEN 1 END) AS waiting,
					COUNT(CASE state WHEN 'FAILED' THEN 1 END) AS broken
				FROM picture
				""").query(Totals.class).single();
	}

	private static Map<String, Object> parameters(Picture picture) {
		return Map.of("name", picture.name(), "bytes", picture.bytes(), "modified", picture.modified());
	}

	private static PictureEntry entry(ResultSet row, int number) throws SQLException {
		Picture picture = new Picture(row.getString("name"), row.getLong("bytes"), row.getLong("modified"));
		return new PictureEntry(row.getLong("id"), picture, PictureEntry.State.valueOf(row.getString("state")),
				size(row), row.getString("thumbnail"), row.getString("error"));
	}

	private static @Nullable PixelSize size(ResultSet row) throws SQLException {
		int width = row.getInt("width");
		return row.wasNull() ? null : new PixelSize(width, row.getInt("height"));
	}

}
