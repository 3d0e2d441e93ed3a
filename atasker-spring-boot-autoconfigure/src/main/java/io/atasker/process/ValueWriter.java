package io.atasker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Writes values in a form that tells their types: those of the JDK that everybody uses,
 * records by their components, and by Java serialization what is Serializable otherwise.
 * For one thread.
 */
final class ValueWriter {

	/** Deeper values are taken for cycles. */
	static final int DEEPEST = 100;

	private final Output output;

	private int depth;

	ValueWriter(Output output) {
		this.output = output;
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @throws PayloadException if it, or a part of it, cannot travel
	 */
	void write(@Nullable Object value) {
		if (++this.depth > DEEPEST) {
			throw new PayloadException("it is nested more than %d deep, or contains itself".formatted(DEEPEST));
		}
		try {
			if (value == null) {
				this.output.writeByte(Tag.NULL);
			}
			else if (!writeScalar(value) && !writeContainer(value)) {
				writeSerialized(value);
			}
		}
		finally {
			this.depth--;
		}
	}

	private boolean writeScalar(Object value) {
		if (value instanceof String text) {
			this.output.writeByte(Tag.STRING);
			this.output.writeText(text);
		}
		else if (value instanceof Enum<?> constant) {
			this.output.writeByte(Tag.ENUM);
			this.output.writeText(constant.getDeclaringClass().getName());
			this.output.writeText(constant.name());
		}
		else if (!writePrimitive(value)) {
			int place = TextValues.place(value.getClass());
			if (place < 0) {
				return false;
			}
			this.output.writeByte(Tag.TEXT);
			this.output.writeByte(place);
			this.output.writeText(TextValues.write(place, value));
		}
		return true;
	}

	private boolean writePrimitive(Object value) {
		byte tag = Primitives.tag(value.getClass());
		if (tag == Tag.NULL) {
			return false;
		}
		if (value instanceof Boolean truth) {
			this.output.writeByte(truth ? Tag.TRUE : Tag.FALSE);
		}
		else {
			this.output.writeByte(tag);
			Primitives.write(tag, value, this.output);
		}
		return true;
	}

	private boolean writeContainer(Object value) {
		if (value instanceof byte[] bytes) {
			this.output.writeByte(Tag.BYTES);
			this.output.writeBytes(bytes);
		}
		else if (value.getClass().isArray()) {
			writeArray(value, value.getClass().getComponentType());
		}
		else if (value instanceof Optional<?> optional) {
			this.output.writeByte(Tag.OPTIONAL);
			write(optional.orElse(null));
		}
		else if (value instanceof Map<?, ?> map && isOfTheJdk(map)) {
			this.output.writeByte(Tag.MAP);
			this.output.writeInt(map.size());
			map.forEach((key, mapped) -> {
				write(key);
				write(mapped);
			});
		}
		else if (value instanceof Collection<?> values && isOfTheJdk(values)) {
			this.output.writeByte((values instanceof Set) ? Tag.SET : Tag.LIST);
			this.output.writeInt(values.size());
			values.forEach(this::write);
		}
		else if (value instanceof Record record) {
			writeRecord(record);
		}
		else {
			return false;
		}
		return true;
	}

	/** Those of others may mean more than what they contain. */
	private static boolean isOfTheJdk(Object container) {
		return container.getClass().getName().startsWith("java.util.");
	}

	private void writeArray(Object array, Class<?> elements) {
		int length = Array.getLength(array);
		if (elements.isPrimitive()) {
			byte tag = Primitives.tag(elements);
			this.output.writeByte(Tag.PRIMITIVES);
			this.output.writeByte(tag);
			this.output.writeInt(length);
			for (int i = 0; i < length; i++) {
				Primitives.write(tag, Array.get(array, i), this.output);
			}
			return;
		}
		this.output.writeByte(Tag.ARRAY);
		this.output.writeText(elements.getName());
		this.output.writeInt(length);
		for (int i = 0; i < length; i++) {
			write(Array.get(array, i));
		}
	}

	private void writeRecord(Record record) {
		RecordType type = RecordType.of(record.getClass());
		this.output.writeByte(Tag.RECORD);
		this.output.writeText(record.getClass().getName());
		for (int i = 0; i < type.size(); i++) {
			try {
				write(type.get(record, i));
			}
			catch (PayloadException ex) {
				throw new PayloadException("component '%s' of %s cannot travel: %s".formatted(type.name(i),
						record.getClass().getName(), ex.getMessage()), ex);
			}
		}
	}

	private void writeSerialized(Object value) {
		if (!(value instanceof Serializable)) {
			throw new PayloadException(
					"%s cannot travel to or from a child process; use a record of simple values, or make it Serializable"
						.formatted(value.getClass().getName()));
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(value);
		}
		catch (IOException ex) {
			throw new PayloadException("%s cannot be serialized: %s".formatted(value.getClass().getName(), ex), ex);
		}
		this.output.writeByte(Tag.SERIALIZED);
		this.output.writeBytes(bytes.toByteArray());
	}

}
