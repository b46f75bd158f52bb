// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import org.jspecify.annotations.Nullable;

/**
 * A place in the source.
 *
 * @param file path below the root package
 * @param function name of the method
 */
record SourceLocation(String file, int line, String function) {
  static final SourceLocation UNKNOWN = new SourceLocation("unknown", 0, "unknown");

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String ROOT = "org.moneyrocket.";

  /** Returns the place that called the logging interface. */
  static SourceLocation ofCaller() {
    return WALKER
        .walk(frames -> frames.filter(frame -> !isLogging(frame.getClassName())).findFirst())
        .map(SourceLocation::of)
        .orElse(UNKNOWN);
  }

  private static boolean isLogging(String className) {
    return className.startsWith("org.slf4j.")
        || (className.startsWith("org.moneyrocket.settings.log.") && !className.endsWith("Test"));
  }

  private static SourceLocation of(StackWalker.StackFrame frame) {
    String className = frame.getClassName();
    int packageEnd = className.lastIndexOf('.') + 1;
    int start = className.startsWith(ROOT) ? ROOT.length() : 0;
    String folder = className.substring(Math.min(start, packageEnd), packageEnd);
    String file = frame.getFileName();
    String name = file == null ? className.substring(packageEnd) : file;
    return new SourceLocation(
        folder.replace('.', '/') + name, frame.getLineNumber(), frame.getMethodName());
  }

  // Written out: what the compiler makes for a record is linked anew at every start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceLocation that
        && line == that.line
        && file.equals(that.file)
        && function.equals(that.function);
  }

  @Override
  public int hashCode() {
    return (file.hashCode() * 31 + line) * 31 + function.hashCode();
  }

  @Override
  public String toString() {
    return file + ":" + line + " (" + function + ")";
  }
}
