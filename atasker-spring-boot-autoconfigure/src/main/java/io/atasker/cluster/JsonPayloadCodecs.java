package io.atasker.cluster;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import io.atasker.queue.PayloadCodec;
import io.atasker.queue.PayloadCodecs;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Items as JSON, by Jackson. Fields that the reader does not know are left out and fields
 * that are missing stay empty, as far as the mapper says so, so that nodes of two
 * versions can share a queue.
 */
public final class JsonPayloadCodecs implements PayloadCodecs {

	private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.UTF_8);

	private final JsonMapper mapper;

	/**
	 * Creates the codecs.
	 * @param mapper converts the items
	 */
	public JsonPayloadCodecs(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public PayloadCodec codec(Type itemType) {
		JavaType type = this.mapper.constructType(itemType);
		check(type, new HashSet<>());
		return new JsonCodec(itemType, this.mapper.readerFor(type), this.mapper.writerFor(type));
	}

	/**
	 * Looks whether Jackson knows how to make such an object, and what it consists of.
	 */
	private void check(JavaType type, Set<JavaType> seen) {
		if (type.isPrimitive() || !seen.add(type)) {
			return;
		}
		if (type.isJavaLangObject()) {
			throw new IllegalArgumentException("nothing says of what type they are, so that JSON would come back as"
					+ " maps and text; name the class");
		}
		for (JavaType part : type.getBindings().getTypeParameters()) {
			check(part, seen);
		}
		if (type.isContainerType()) {
			if (type.getContentType() != null) {
				check(type.getContentType(), seen);
			}
			return;
		}
		checkAlone(type);
		if (type.getRawClass().isRecord()) {
			for (RecordComponent component : type.getRawClass().getRecordComponents()) {
				check(this.mapper.getTypeFactory().constructType(component.getGenericType()), seen);
			}
		}
	}

	private void checkAlone(JavaType type) {
		try {
			this.mapper.readerFor(type).readValue(NO_FIELDS);
		}
		catch (InvalidDefinitionException ex) {
			throw new IllegalArgumentException(
					"Jackson cannot make %s: %s".formatted(type.getRawClass().getName(), ex.getOriginalMessage()), ex);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			// An object without fields is no such item, but Jackson knows what would be.
		}
	}

	/** The codec of one type. */
	private record JsonCodec(Type itemType, ObjectReader reader, ObjectWriter writer) implements PayloadCodec {

		@Override
		public byte[] encode(Object payload) {
			try {
				return this.writer.writeValueAsBytes(payload);
			}
			catch (JacksonException ex) {
				throw new IllegalArgumentException("an item of type %s cannot be written as JSON: %s"
					.formatted(payload.getClass().getName(), ex.getOriginalMessage()), ex);
			}
		}

		@Override
		public Object decode(byte[] bytes) {
			try {
				Object payload = this.reader.readValue(bytes);
				if (payload == null) {
					throw new IllegalArgumentException("there is no item, only null");
				}
				return payload;
			}
			catch (JacksonException ex) {
				throw new IllegalArgumentException("this is no item of type %s: %s"
					.formatted(this.itemType.getTypeName(), ex.getOriginalMessage()), ex);
			}
		}

	}

}
