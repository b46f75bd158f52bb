// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads a shared library that is held as bytes. On Linux it goes through an anonymous memory file:
 * nothing appears in the file system, and it works where temporary directories are not writable or
 * not executable.
 */
final class NativeImage {
  private static final Linker LINKER = Linker.nativeLinker();

  private NativeImage() {}

  static SymbolLookup load(byte[] image, Arena arena) throws IOException {
    int descriptor = memoryFile(image);
    if (descriptor >= 0) {
      try {
        return SymbolLookup.libraryLookup("/proc/self/fd/" + descriptor, arena);
      } catch (IllegalArgumentException e) {
        return loadFromFile(image, arena); // a system without /proc
      } finally {
        closeFile(descriptor);
      }
    }
    return loadFromFile(image, arena);
  }

  private static SymbolLookup loadFromFile(byte[] image, Arena arena) throws IOException {
    // createTempDirectory makes it 0700; the mapping stays when the names are gone.
    Path directory = Files.createTempDirectory("moneyrocket-native");
    Path file = directory.resolve("libsecp256k1.so");
    try {
      Files.write(file, image);
      return SymbolLookup.libraryLookup(file, arena);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  /** Returns a descriptor of a memory file with these bytes, or -1 if the system has none. */
  private static int memoryFile(byte[] image) {
    var symbol = LINKER.defaultLookup().find("memfd_create");
    if (symbol.isEmpty()) {
      return -1;
    }
    MethodHandle create =
        LINKER.downcallHandle(symbol.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    MethodHandle write =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("write"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    try (Arena scratch = Arena.ofConfined()) {
      int closeOnExec = 1;
      int descriptor = (int) create.invokeExact(scratch.allocateFrom("secp256k1"), closeOnExec);
      if (descriptor < 0) {
        return -1;
      }
      MemorySegment bytes = scratch.allocate(image.length);
      MemorySegment.copy(image, 0, bytes, JAVA_BYTE, 0, image.length);
      for (long done = 0; done < image.length; ) {
        long n = (long) write.invokeExact(descriptor, bytes.asSlice(done), image.length - done);
        if (n <= 0) {
          closeFile(descriptor);
          return -1;
        }
        done += n;
      }
      return descriptor;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  private static void closeFile(int descriptor) {
    MethodHandle close =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      int unused = (int) close.invokeExact(descriptor);
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }
}
