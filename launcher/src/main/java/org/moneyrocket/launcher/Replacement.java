// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts this program again in the place of itself, with another heap: the same process, terminal
 * and standard streams. What was read of the options goes along in memory that has no name, since a
 * configuration file may be a pipe that can be read once. Linux only.
 */
final class Replacement {
  /** Names the descriptor on which the options are. */
  private static final String OPTIONS = "moneyrocket.options";

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final String HEAP = "-D" + Heap.PROPERTY + "=";
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  private static final Logger log = LoggerFactory.getLogger(Replacement.class);

  private Replacement() {}

  /** Tells whether this is the program that took the place of the first one. */
  static boolean isDone() {
    return System.getProperty(OPTIONS) != null;
  }

  /** Tells whether this system lets a program do so. */
  static boolean isPossible() {
    return Files.isReadable(COMMAND_LINE) && Files.isDirectory(DESCRIPTORS);
  }

  /** Opens what the first program has read of the options; it is gone when this is closed. */
  static FileInputStream options() throws IOException {
    int descriptor = Integer.parseInt(System.getProperty(OPTIONS, ""));
    FileInputStream in = new FileInputStream(descriptor(descriptor).toFile());
    try {
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeWithArguments(descriptor);
    } catch (Throwable e) {
      throw failed(e);
    }
    return in;
  }

  /**
   * Replaces this program. Does not return if it succeeds.
   *
   * @param arguments the user's command line
   * @param given how many arguments the virtual machine was given for the program
   * @param options what the new program reads instead of command line and files
   * @throws IOException if the system refuses; everything is as it was
   */
  static void run(int heapMebibytes, List<String> arguments, int given, byte[] options)
      throws IOException {
    List<String> before =
        List.of(Files.readString(COMMAND_LINE, StandardCharsets.UTF_8).split("\0", -1));
    before = before.subList(0, before.size() - 1); // The last word is closed by a zero too.
    try (Arena arena = Arena.ofConfined()) {
      int memory =
          (int)
              call("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
                  .invokeWithArguments(arena.allocateFrom("options"), 0);
      if (memory < 0) {
        throw new IOException("no memory for the options");
      }
      try (OutputStream out = new FileOutputStream(descriptor(memory).toFile())) {
        out.write(options);
      }
      keepOnly(memory);
      List<String> command = command(before, heapMebibytes, arguments, given, memory);
      MemorySegment words = arena.allocate(ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        words.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i)));
      }
      call("execv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
          .invokeWithArguments(arena.allocateFrom(command.get(0)), words);
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeWithArguments(memory);
      throw new IOException("the system does not start " + command.get(0) + " again");
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Returns the command line that starts the same program with another heap. */
  static List<String> command(
      List<String> before, int heapMebibytes, List<String> arguments, int given, int options) {
    List<String> command = new ArrayList<>();
    String heap = "";
    // What is behind them belongs to the user.
    int end = before.size() - given;
    for (String word : before.subList(0, end)) {
      if (word.startsWith(HEAP)) {
        heap = word.substring(HEAP.length());
      }
    }
    for (String word : before.subList(0, end)) {
      if (word.equals("-Xmx" + heap + "m")) {
        command.add("-Xmx" + heapMebibytes + "m");
      } else if (word.startsWith(HEAP)) {
        command.add(HEAP + heapMebibytes);
        command.add("-D" + OPTIONS + "=" + options);
      } else {
        command.add(word);
      }
    }
    command.addAll(arguments);
    return command;
  }

  /** Lets no descriptor go along but the standard streams, the options and the tree's. */
  private static void keepOnly(int options) throws Throwable {
    MethodHandle fcntl =
        call(
            "fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    Optional<Path> tree = tree();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path path : open) {
        int descriptor = Integer.parseInt(path.getFileName().toString());
        if (descriptor > 2 && descriptor != options && !Optional.of(path).equals(tree)) {
          fcntl.invokeWithArguments(descriptor, F_SETFD, FD_CLOEXEC);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Returns the descriptor that the tree goes by when its name is one no class path can hold. */
  private static Optional<Path> tree() {
    Path first = Path.of(System.getProperty("java.class.path", "").split(":", 2)[0]);
    boolean byDescriptor = first.startsWith(DESCRIPTORS) && first.getNameCount() > 3;
    return byDescriptor ? Optional.of(DESCRIPTORS.resolve(first.getName(3))) : Optional.empty();
  }

  private static Path descriptor(int number) {
    return DESCRIPTORS.resolve(Integer.toString(number));
  }

  private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment symbol =
        Linker.nativeLinker()
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UncheckedIOException(new IOException("no " + name + " here")));
    return Linker.nativeLinker().downcallHandle(symbol, type, options);
  }

  private static IOException failed(Throwable e) {
    log.debug("cannot replace this program", e);
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof IOException io ? io : new IOException(e.toString(), e);
  }
}
