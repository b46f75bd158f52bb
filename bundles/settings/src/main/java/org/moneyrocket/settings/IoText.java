// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says in the system's own words why input or output failed. The messages of the exceptions do not:
 * many are a file's name and nothing else, some are empty, and the kind of failure is told by the
 * name of the class alone.
 */
public final class IoText {
  /** What the library puts around the system's words: {@code FILE (Permission denied)}. */
  private static final Pattern IN_BRACKETS =
      Pattern.compile(".*\\(([^()]+)\\)\\s*", Pattern.DOTALL);

  /** The same when a program cannot be started: {@code error=2, No such file or directory}. */
  private static final Pattern AFTER_NUMBER =
      Pattern.compile(".*\\berror=\\d+, (.+)", Pattern.DOTALL);

  private IoText() {}

  /**
   * Returns the file that failed, if the exception knows it, and why, for example {@code
   * /srv/node.pid: Permission denied}.
   */
  public static String of(Throwable failure) {
    Throwable real = unwrapped(failure);
    String reason = reason(real);
    return real instanceof FileSystemException named && named.getFile() != null
        ? named.getFile() + ": " + reason
        : reason;
  }

  /**
   * Returns why it failed, without the file: for sentences that name it already. Never empty; a
   * message that says more than the file's name is returned as it is.
   */
  public static String reason(Throwable failure) {
    Throwable real = unwrapped(failure);
    String message = real.getMessage();
    if (real instanceof FileSystemException e) {
      return fileSystem(e);
    }
    if (real instanceof FileNotFoundException) {
      return found(IN_BRACKETS, message, "No such file or directory");
    }
    if (real instanceof CharacterCodingException) {
      return "The text is not valid in its character set";
    }
    if (real instanceof UnknownHostException) {
      return "Unknown host " + message;
    }
    if (message == null || message.isBlank()) {
      return silent(real);
    }
    String started = found(AFTER_NUMBER, message, "");
    return !started.isEmpty()
        ? started
        : message.contains("Exec failed") ? found(IN_BRACKETS, message, message) : message;
  }

  private static String fileSystem(FileSystemException e) {
    String reason = e.getReason();
    if (reason != null && !reason.isBlank()) {
      return reason;
    }
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "File exists";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "Directory not empty";
    }
    if (e instanceof NotDirectoryException) {
      return "Not a directory";
    }
    if (e instanceof FileSystemLoopException) {
      return "Too many levels of symbolic links";
    }
    return "Input/output error";
  }

  private static String silent(Throwable failure) {
    if (failure instanceof EOFException) {
      return "Unexpected end of the data";
    }
    if (failure instanceof ClosedChannelException) {
      return "It was closed meanwhile";
    }
    Throwable cause = failure.getCause();
    return cause == null || cause == failure ? "Input/output error" : reason(cause);
  }

  private static String found(Pattern pattern, @Nullable String message, String otherwise) {
    if (message == null) {
      return otherwise;
    }
    Matcher matcher = pattern.matcher(message);
    return matcher.matches() ? matcher.group(1).strip() : otherwise;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null
        ? unchecked.getCause()
        : failure;
  }
}
