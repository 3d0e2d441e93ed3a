package io.atasker.process;

/**
 * How primitive values are written, boxed or in arrays.
 */
final class Primitives {

	private Primitives() {
	}

	/**
	 * Finds the tag of a type.
	 * @param type a primitive type, or what boxes one
	 * @return its tag, {@link Tag#TRUE} for truth values, {@link Tag#NULL} for others
	 */
	static byte tag(Class<?> type) {
		if (type == Integer.class || type == int.class) {
			return Tag.INT;
		}
		if (type == Long.class || type == long.class) {
			return Tag.LONG;
		}
		if (type == Boolean.class || type == boolean.class) {
			return Tag.TRUE;
		}
		if (type == Double.class || type == double.class) {
			return Tag.DOUBLE;
		}
		if (type == Float.class || type == float.class) {
			return Tag.FLOAT;
		}
		if (type == Short.class || type == short.class) {
			return Tag.SHORT;
		}
		if (type == Character.class || type == char.class) {
			return Tag.CHAR;
		}
		return (type == Byte.class || type == byte.class) ? Tag.BYTE : Tag.NULL;
	}

	static void write(byte tag, Object value, Output output) {
		switch (tag) {
			case Tag.TRUE -> output.writeByte((Boolean) value ? 1 : 0);
			case Tag.BYTE -> output.writeByte((Byte) value);
			case Tag.SHORT -> output.writeShort((Short) value);
			case Tag.CHAR -> output.writeShort((Character) value);
			case Tag.INT -> output.writeInt((Integer) value);
			case Tag.LONG -> output.writeLong((Long) value);
			case Tag.FLOAT -> output.writeInt(Float.floatToRawIntBits((Float) value));
			case Tag.DOUBLE -> output.writeLong(Double.doubleToRawLongBits((Double) value));
			default -> throw new IllegalArgumentException("not a primitive: " + tag);
		}
	}

	static Object read(byte tag, Input input) {
		return switch (tag) {
			case Tag.TRUE -> input.readByte() != 0;
			case Tag.BYTE -> input.readByte();
			case Tag.SHORT -> input.readShort();
			case Tag.CHAR -> (char) input.readShort();
			case Tag.INT -> input.readInt();
			case Tag.LONG -> input.readLong();
			case Tag.FLOAT -> Float.intBitsToFloat(input.readInt());
			case Tag.DOUBLE -> Double.longBitsToDouble(input.readLong());
			default -> throw new PayloadException("there is no primitive type with the tag " + tag);
		};
	}

	static Class<?> type(byte tag) {
		return switch (tag) {
			case Tag.TRUE -> boolean.class;
			case Tag.BYTE -> byte.class;
			case Tag.SHORT -> short.class;
			case Tag.CHAR -> char.class;
			case Tag.INT -> int.class;
			case Tag.LONG -> long.class;
			case Tag.FLOAT -> float.class;
			case Tag.DOUBLE -> double.class;
			default -> throw new PayloadException("there is no primitive type with the tag " + tag);
		};
	}

	static int size(byte tag) {
		return switch (tag) {
			case Tag.TRUE, Tag.BYTE -> 1;
			case Tag.SHORT, Tag.CHAR -> 2;
			case Tag.INT, Tag.FLOAT -> 4;
			default -> 8;
		};
	}

}
