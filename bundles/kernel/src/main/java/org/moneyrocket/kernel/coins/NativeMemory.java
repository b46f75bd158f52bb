// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory outside the heap, by address. Coins live there: millions of objects that live for hours
 * would make every garbage collection slow, and the limit for them is an option, not the heap.
 */
final class NativeMemory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final MethodHandle CALLOC;
  private static final MethodHandle FREE;

  static {
    Linker linker = Linker.nativeLinker();
    CALLOC =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("calloc"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    FREE =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("free"),
            FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
  }

  private NativeMemory() {}

  /** Returns the address of {@code bytes} zero bytes. */
  static long allocate(long bytes) {
    long address;
    try {
      address = (long) CALLOC.invokeExact(1L, bytes);
    } catch (Throwable e) {
      throw new IllegalStateException("calloc", e);
    }
    if (address == 0) {
      throw new OutOfMemoryError("no memory for " + bytes + " bytes of coins outside the heap");
    }
    return address;
  }

  static void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable e) {
      throw new IllegalStateException("free", e);
    }
  }

  static long getLong(long address) {
    return ALL.get(LONG, address);
  }

  static void putLong(long address, long value) {
    ALL.set(LONG, address, value);
  }

  static int getInt(long address) {
    return ALL.get(INT, address);
  }

  static void putInt(long address, int value) {
    ALL.set(INT, address, value);
  }

  static int getUnsignedShort(long address) {
    return ALL.get(SHORT, address) & 0xffff;
  }

  static void putShort(long address, int value) {
    ALL.set(SHORT, address, (short) value);
  }

  static int getByte(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  static void putByte(long address, int value) {
    ALL.set(ValueLayout.JAVA_BYTE, address, (byte) value);
  }

  static void copyIn(byte[] source, int offset, long address, int length) {
    MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, address, length);
  }

  static void copyOut(long address, byte[] target, int offset, int length) {
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, target, offset, length);
  }
}
