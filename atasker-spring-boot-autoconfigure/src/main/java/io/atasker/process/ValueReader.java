package io.atasker.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ValueWriter} has written, and trusts none of it: lengths are
 * checked against what is there, and classes must be allowed. Lists, sets and maps come
 * as array lists and as linked sets and maps. For one thread.
 */
final class ValueReader {

	private final Input input;

	private final AllowedTypes allowed;

	private int depth;

	ValueReader(Input input, AllowedTypes allowed) {
		this.input = input;
		this.allowed = allowed;
	}

	/**
	 * Reads a value.
	 * @return the value
	 * @throws PayloadException if it is not what it should be
	 */
	@Nullable Object read() {
		if (++this.depth > ValueWriter.DEEPEST) {
			throw new PayloadException("it is nested more than %d deep".formatted(ValueWriter.DEEPEST));
		}
		try {
			return read(this.input.readByte());
		}
		finally {
			this.depth--;
		}
	}

	private @Nullable Object read(byte tag) {
		return switch (tag) {
			case Tag.NULL -> null;
			case Tag.TRUE -> Boolean.TRUE;
			case Tag.FALSE -> Boolean.FALSE;
			case Tag.BYTE, Tag.SHORT, Tag.CHAR, Tag.INT, Tag.LONG, Tag.FLOAT, Tag.DOUBLE ->
				Primitives.read(tag, this.input);
			case Tag.STRING -> this.input.readText();
			case Tag.BYTES -> this.input.readBytes();
			case Tag.PRIMITIVES -> readPrimitives();
			case Tag.ARRAY -> readArray();
			case Tag.ENUM -> readEnum();
			case Tag.TEXT -> TextValues.read(this.input.readByte(), this.input.readText());
			case Tag.OPTIONAL -> Optional.ofNullable(read());
			case Tag.LIST -> readList();
			case Tag.SET -> readSet();
			case Tag.MAP -> readMap();
			case Tag.RECORD -> readRecord();
			case Tag.SERIALIZED -> readSerialized();
			default -> throw new PayloadException("there is no value with the tag " + tag);
		};
	}

	private Object readPrimitives() {
		byte tag = this.input.readByte();
		Class<?> type = Primitives.type(tag);
		int length = this.input.readCount(Primitives.size(tag));
		Object array = Array.newInstance(type, length);
		for (int i = 0; i < length; i++) {
			Array.set(array, i, Primitives.read(tag, this.input));
		}
		return array;
	}

	private Object readArray() {
		Class<?> elements = this.allowed.load(this.input.readText());
		int length = this.input.readCount(1);
		Object array = Array.newInstance(elements, length);
		for (int i = 0; i < length; i++) {
			Object value = read();
			if (value != null && !elements.isInstance(value)) {
				throw new PayloadException(
						"an array of %s contains a %s".formatted(elements.getName(), value.getClass().getName()));
			}
			Array.set(array, i, value);
		}
		return array;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private Object readEnum() {
		Class<?> type = this.allowed.loadEnum(this.input.readText());
		String name = this.input.readText();
		if (!type.isEnum()) {
			throw new PayloadException(type.getName() + " is no enum");
		}
		try {
			return Enum.valueOf((Class<? extends Enum>) type, name);
		}
		catch (IllegalArgumentException ex) {
			throw new PayloadException("enum %s has no '%s'".formatted(type.getName(), PayloadException.cut(name)), ex);
		}
	}

	private List<@Nullable Object> readList() {
		int size = this.input.readCount(1);
		List<@Nullable Object> values = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			values.add(read());
		}
		return values;
	}

	private Set<@Nullable Object> readSet() {
		return new LinkedHashSet<>(readList());
	}

	private Map<@Nullable Object, @Nullable Object> readMap() {
		int size = this.input.readCount(2);
		Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			values.put(read(), read());
		}
		return values;
	}

	private Object readRecord() {
		Class<?> type = this.allowed.load(this.input.readText());
		if (!type.isRecord()) {
			throw new PayloadException(type.getName() + " is no record");
		}
		RecordType components = RecordType.of(type);
		@Nullable Object[] values = new @Nullable Object[components.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = read();
		}
		return components.create(values);
	}

	private @Nullable Object readSerialized() {
		byte[] bytes = this.input.readBytes();
		try (ObjectInputStream stream = new FilteredStream(bytes, this.allowed)) {
			return stream.readObject();
		}
		catch (IOException | ClassNotFoundException | RuntimeException ex) {
			throw new PayloadException("a serialized value cannot be read: " + ex, ex);
		}
	}

	/** Finds classes as the application does, after the filter has allowed them. */
	private static final class FilteredStream extends ObjectInputStream {

		private final AllowedTypes allowed;

		FilteredStream(byte[] bytes, AllowedTypes allowed) throws IOException {
			super(new ByteArrayInputStream(bytes));
			this.allowed = allowed;
			setObjectInputFilter(allowed.filter(bytes.length));
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
			try {
				return Class.forName(description.getName(), false, this.allowed.loader());
			}
			catch (ClassNotFoundException ex) {
				return super.resolveClass(description);
			}
		}

	}

}
