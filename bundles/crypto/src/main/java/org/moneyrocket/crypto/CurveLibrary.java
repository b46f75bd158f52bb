// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * libsecp256k1 in this process: found once, with one randomised context that all threads share (it
 * is only read after creation). The functions are called with heap arrays in place, so no call
 * allocates native memory.
 *
 * <p>If loading fails, every function throws the same {@link CurveUnavailableException}.
 */
final class CurveLibrary {
  /** Path of a libsecp256k1 to use instead of the built-in one. */
  static final String PATH_PROPERTY = "moneyrocket.secp256k1";

  private static final Linker LINKER = Linker.nativeLinker();

  // Not the global arena: the library can go when this bundle's class loader goes.
  private static final Arena ARENA = Arena.ofAuto();
  private static final @Nullable SymbolLookup SYMBOLS;
  private static final @Nullable CurveUnavailableException PROBLEM;

  /** The shared context; the null address while {@link #problem} is set. */
  static final MemorySegment CONTEXT;

  static {
    SymbolLookup symbols = null;
    MemorySegment context = MemorySegment.NULL;
    CurveUnavailableException problem = null;
    try {
      symbols = find();
      context = createContext(symbols);
    } catch (Throwable t) {
      String why = t.getMessage() == null ? t.toString() : t.getMessage();
      problem =
          new CurveUnavailableException(
              "Cannot load libsecp256k1 on " + platform() + ": " + why, t);
    }
    SYMBOLS = symbols;
    CONTEXT = context;
    PROBLEM = problem;
  }

  private CurveLibrary() {}

  static @Nullable CurveUnavailableException problem() {
    return PROBLEM;
  }

  /**
   * Returns a handle for a C function that returns int; heap segments may be passed for addresses.
   */
  static MethodHandle function(String name, MemoryLayout... arguments) {
    FunctionDescriptor shape = FunctionDescriptor.of(JAVA_INT, arguments);
    if (PROBLEM != null || SYMBOLS == null) {
      MethodType type = shape.toMethodType();
      MethodHandle thrower =
          MethodHandles.throwException(type.returnType(), CurveUnavailableException.class)
              .bindTo(PROBLEM);
      return MethodHandles.dropArguments(thrower, 0, type.parameterList());
    }
    return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), shape, Linker.Option.critical(true));
  }

  /** Returns the function pointer kept in the exported variable {@code name}. */
  static MemorySegment functionPointer(String name) {
    if (SYMBOLS == null) {
      return MemorySegment.NULL;
    }
    return SYMBOLS.findOrThrow(name).reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
  }

  /** Turns what a method handle threw into something that can be thrown on. */
  static RuntimeException unexpected(Throwable t) {
    if (t instanceof RuntimeException e) {
      return e;
    }
    if (t instanceof Error e) {
      throw e;
    }
    return new IllegalStateException("a native call failed", t);
  }

  private static SymbolLookup find() throws IOException {
    String path = System.getProperty(PATH_PROPERTY);
    if (path != null) {
      return SymbolLookup.libraryLookup(path, ARENA);
    }
    String resource = "/fr/acinq/secp256k1/jni/native/" + platform() + "/libsecp256k1-jni.so";
    SymbolLookup installed = installed(resource);
    if (installed != null) {
      return installed;
    }
    try (InputStream in = CurveLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(
            "none is built in; name an installed one with -D" + PATH_PROPERTY + "=<file>");
      }
      return NativeImage.load(in.readAllBytes(), ARENA);
    }
  }

  /** Finds the library unpacked in the installation, under the same path as in our jar. */
  private static @Nullable SymbolLookup installed(String resource) {
    String directories = System.getProperty("java.library.path", "");
    for (String directory : directories.split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, resource);
      if (!directory.isEmpty() && Files.isReadable(file)) {
        try {
          return SymbolLookup.libraryLookup(file, ARENA);
        } catch (IllegalArgumentException e) {
          return null; // On a disk that may not hold programs: the built-in one is left.
        }
      }
    }
    return null;
  }

  private static String platform() {
    String system = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
    return system + "-" + (machine.equals("amd64") ? "x86_64" : machine);
  }

  private static MemorySegment createContext(SymbolLookup symbols) throws Throwable {
    MethodHandle create =
        LINKER.downcallHandle(
            symbols.findOrThrow("secp256k1_context_create"),
            FunctionDescriptor.of(ADDRESS, JAVA_INT));
    int contextNone = 1;
    MemorySegment context = (MemorySegment) create.invokeExact(contextNone);
    // By default a broken argument ends the process. Any harmless C function with two word
    // arguments will do as a
    // callback; the call then answers 0, which our callers turn into an exception.
    MethodHandle onIllegal =
        LINKER.downcallHandle(
            symbols.findOrThrow("secp256k1_context_set_illegal_callback"),
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
    onIllegal.invokeExact(context, LINKER.defaultLookup().findOrThrow("labs"), MemorySegment.NULL);
    MethodHandle randomize =
        LINKER.downcallHandle(
            symbols.findOrThrow("secp256k1_context_randomize"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
            Linker.Option.critical(true));
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    int done = (int) randomize.invokeExact(context, MemorySegment.ofArray(seed));
    Arrays.fill(seed, (byte) 0);
    if (done != 1) {
      throw new IllegalStateException("its context cannot be randomised");
    }
    return context;
  }
}
