// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Notices;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.LoggingOptions;

/**
 * The log of this process, in the format of Bitcoin Core's debug.log. Lines come from the logging
 * interface (SLF4J), which is bound to it, and are kept in memory until {@link #open}. What has
 * been logged is in the file when the call returns. Thread-safe.
 */
public final class DebugLog implements Notices {
  private static final DebugLog INSTANCE = new DebugLog();
  private static final int MAX_BUFFERED_CHARS = 1_000_000;

  /** Progress of the chain is never suppressed, however fast it is. */
  private static final String UNLIMITED_PREFIX = "UpdateTip: ";

  /** Guards everything below that is not volatile. Nothing else is locked while it is held. */
  private final Object lock = new Object();

  private final Deque<LogLine> buffer = new ArrayDeque<>();
  private int bufferedChars;
  private int discarded;
  private boolean buffering = true;
  private @Nullable LogFile file;
  private @Nullable OutputStream console;
  private @Nullable LogRateLimiter limiter;

  private volatile LogFormat format = LogFormat.DEFAULT;
  private volatile boolean limited = true;
  private volatile boolean logIps;
  private volatile int enabled;
  private volatile LogLevel level = LogLevel.DEBUG;
  private volatile Map<LogCategory, LogLevel> levels = Map.of();
  private volatile long mockSeconds;
  private volatile boolean followed;

  DebugLog() {}

  /** Returns the log of this process. */
  public static DebugLog get() {
    return INSTANCE;
  }

  /**
   * Takes format, categories and levels from the options.
   *
   * @throws StartException for unknown categories and levels
   */
  public void configure(Settings settings) {
    format =
        new LogFormat(
            settings.get(LoggingOptions.LOGTIMESTAMPS),
            settings.get(LoggingOptions.LOGTIMEMICROS),
            settings.get(LoggingOptions.LOGTHREADNAMES),
            settings.get(LoggingOptions.LOGSOURCELOCATIONS),
            settings.get(LoggingOptions.LOGLEVELALWAYS));
    limited = settings.get(LoggingOptions.LOGRATELIMIT);
    logIps = settings.get(LoggingOptions.LOGIPS);
    chooseCategories(settings);
    for (String text : settings.get(LoggingOptions.LOGLEVEL)) {
      chooseLevel(text);
    }
  }

  private void chooseCategories(Settings settings) {
    List<String> chosen = settings.get(LoggingOptions.DEBUG);
    int start = 0;
    for (int i = 0; i < chosen.size(); i++) {
      if (chosen.get(i).equals("0") || chosen.get(i).equals("none")) {
        start = i + 1;
      }
    }
    for (String category : chosen.subList(start, chosen.size())) {
      if (!enable(category)) {
        throw new StartException("Unsupported logging category -debug=" + category + ".");
      }
    }
    for (String category : settings.get(LoggingOptions.DEBUGEXCLUDE)) {
      if (!disable(category)) {
        throw new StartException("Unsupported logging category -debugexclude=" + category + ".");
      }
    }
  }

  private void chooseLevel(String text) {
    int colon = text.indexOf(':', 3);
    if (colon < 0) {
      if (!setLevel(text)) {
        throw new StartException(
            "Unsupported global logging level -loglevel="
                + text
                + ". Valid values: info, debug, trace.");
      }
      return;
    }
    if (text.indexOf(':') != text.lastIndexOf(':')
        || !setLevel(text.substring(0, text.indexOf(':')), text.substring(colon + 1))) {
      throw new StartException(
          "Unsupported category-specific logging level -loglevel="
              + text
              + ". Expected -loglevel=<category>:<loglevel>. Valid categories: "
              + LogCategory.ids()
              + ". Valid loglevels: info, debug, trace.");
    }
  }

  /** Whether this process owns the log file, or writes to its parent's. */
  public enum Role {
    /** Cuts the file if it is large, and sets this start apart by empty lines. */
    OWNER,
    /** Only appends, and goes over to a new file when the owner has opened one. */
    GUEST
  }

  /**
   * Opens the file and the console as the options say and writes what has been kept so far.
   *
   * @throws StartException when the file cannot be opened
   */
  public void open(Settings settings, Role role) {
    open(settings, role, new FileOutputStream(FileDescriptor.out));
  }

  /** Opens the file and, in the place of standard output, a stream. */
  void open(Settings settings, Role role, OutputStream standardOutput) {
    Optional<Path> path = path(settings);
    boolean toConsole = settings.get(LoggingOptions.PRINTTOCONSOLE);
    synchronized (lock) {
      limiter = limited ? new LogRateLimiter() : null;
      console = toConsole ? standardOutput : null;
      if (path.isPresent()) {
        openFile(path.get(), role, shrinks(settings));
      }
      buffering = false;
      if (discarded > 0) {
        print(
            remark(
                LogLevel.INFO,
                "Early logging buffer overflowed, " + discarded + " log lines discarded."),
            false);
      }
      while (!buffer.isEmpty()) {
        print(buffer.removeFirst(), false);
      }
      bufferedChars = 0;
    }
  }

  private boolean shrinks(Settings settings) {
    return settings.find(LoggingOptions.SHRINKDEBUGFILE).orElse(enabled == 0);
  }

  private void openFile(Path path, Role role, boolean shrink) {
    try {
      if (role == Role.OWNER && shrink) {
        LogFile.shrink(path);
      }
      LogFile opened = LogFile.open(path);
      if (role == Role.OWNER) {
        opened.write("\n\n\n\n\n");
      } else {
        followed = true;
      }
      file = opened;
    } catch (IOException e) {
      throw new StartException("Could not open debug log file " + path);
    }
  }

  /** Returns the log file that the options name, or empty after {@code -nodebuglogfile}. */
  public static Optional<Path> path(Settings settings) {
    return settings
        .path(LoggingOptions.DEBUGLOGFILE, LoggingOptions.DEBUGLOGFILE.defaultValue())
        .map(path -> settings.dataDirectory().chain().resolve(path));
  }

  /**
   * Opens the file anew, after somebody moved the old one away: what SIGHUP asks for. Keeps the old
   * one if that fails, and says so in it. Does nothing where there is no file. Other processes that
   * write to the same file follow with their next line.
   */
  public void reopen() {
    synchronized (lock) {
      LogFile open = file;
      if (open == null) {
        return;
      }
      try {
        open.reopen();
      } catch (IOException e) {
        print(
            remark(
                LogLevel.WARNING,
                "reopen",
                "The log file " + open.path() + " cannot be opened anew: " + IoText.reason(e)),
            false);
      }
    }
  }

  /**
   * Goes over to whatever file has taken the place of the log file, from the next line on, without
   * being told by {@link #reopen}.
   */
  public void follow() {
    followed = true;
  }

  /** Sets the mock time to show beside the time, in seconds since 1970; 0 shows none. */
  public void setMockTime(long seconds) {
    mockSeconds = seconds;
  }

  /** Tells whether addresses of peers may be logged. */
  public boolean logsIps() {
    return logIps;
  }

  /** Tells whether a line of that level and category would be written. */
  public boolean isEnabled(LogLevel lineLevel, @Nullable LogCategory category) {
    if (lineLevel.isAtLeast(LogLevel.INFO)) {
      return true;
    }
    if (category == null || (enabled & bit(category)) == 0) {
      return false;
    }
    LogLevel lowest = levels.getOrDefault(category, level);
    return lineLevel.isAtLeast(lowest);
  }

  /** Writes a line if it is enabled. The category counts only below level info. */
  public void log(LogLevel lineLevel, @Nullable LogCategory category, String text) {
    if (!isEnabled(lineLevel, category)) {
      return;
    }
    boolean important = lineLevel.isAtLeast(LogLevel.INFO);
    SourceLocation source =
        format.sources() || (important && limited) ? SourceLocation.ofCaller() : null;
    LogLine line =
        new LogLine(
            Instant.now(),
            mockSeconds,
            Thread.currentThread().getName(),
            source,
            lineLevel,
            important ? null : category,
            text);
    synchronized (lock) {
      if (buffering) {
        keep(line);
      } else {
        print(line, important && !text.startsWith(UNLIMITED_PREFIX));
      }
    }
  }

  @Override
  public void log(LogLevel lineLevel, String text) {
    log(lineLevel, null, text);
  }

  @Override
  public void show(String line) {
    System.err.println(line);
  }

  private void keep(LogLine line) {
    buffer.addLast(line);
    bufferedChars += size(line);
    while (bufferedChars > MAX_BUFFERED_CHARS && !buffer.isEmpty()) {
      bufferedChars -= size(buffer.removeFirst());
      discarded++;
    }
  }

  private static int size(LogLine line) {
    return line.message().length() + 100;
  }

  private LogLine remark(LogLevel remarkLevel, String text) {
    return remark(remarkLevel, "print", text);
  }

  private LogLine remark(LogLevel remarkLevel, String method, String text) {
    return new LogLine(
        Instant.now(),
        mockSeconds,
        Thread.currentThread().getName(),
        new SourceLocation("settings/log/DebugLog.java", 0, method),
        remarkLevel,
        null,
        text);
  }

  private void print(LogLine line, boolean limitable) {
    String text = format.format(line);
    boolean suppressed = false;
    LogRateLimiter rates = limiter;
    if (rates != null) {
      for (String restarted : rates.rollOver(line.time().getEpochSecond())) {
        print(remark(LogLevel.WARNING, restarted), false);
      }
      SourceLocation source = line.source();
      if (limitable && source != null) {
        LogRateLimiter.Status status = rates.take(source, text.length());
        suppressed = status == LogRateLimiter.Status.SUPPRESSED;
        if (status == LogRateLimiter.Status.JUST_SUPPRESSED) {
          print(remark(LogLevel.WARNING, excessive(source)), false);
        }
      }
      if (rates.isSuppressing()) {
        text = "[*] " + text;
      }
    }
    write(text, suppressed);
  }

  private static String excessive(SourceLocation source) {
    return "Excessive logging detected from "
        + source
        + ": >"
        + LogRateLimiter.MAX_BYTES
        + " bytes logged during the last time window of "
        + LogRateLimiter.WINDOW_SECONDS
        + "s. Suppressing logging to disk from this source location until time window resets."
        + " Console logging unaffected. Last log entry.";
  }

  private void write(String text, boolean suppressed) {
    if (console != null) {
      try {
        console.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The terminal is closed, or nobody reads any more: the file gets the line all the same.
      }
    }
    LogFile open = file;
    if (open != null && !suppressed) {
      try {
        if (followed) {
          open.follow();
        }
        open.write(text);
      } catch (IOException e) {
        // A full disk must not stop the program, and there is no better place to say so.
      }
    }
  }

  /**
   * Switches debug lines of a category on; empty, "1" and "all" mean every category.
   *
   * @return whether the name is known
   */
  public boolean enable(String category) {
    int bits = bits(category);
    synchronized (lock) {
      enabled |= Math.max(bits, 0);
    }
    return bits >= 0;
  }

  /**
   * Switches debug lines of a category off; empty, "1" and "all" mean every category.
   *
   * @return whether the name is known
   */
  public boolean disable(String category) {
    int bits = bits(category);
    synchronized (lock) {
      enabled &= ~Math.max(bits, 0);
    }
    return bits >= 0;
  }

  /** Returns a mask of the categories meant, negative if the name is unknown. */
  private int bits(String category) {
    if (category.isEmpty() || category.equals("1") || category.equals("all")) {
      return (1 << LogCategory.values().length) - 1;
    }
    if (category.equals("libevent")) {
      log(
          LogLevel.WARNING,
          "The logging category `libevent` is deprecated, does nothing, and will be removed in a"
              + " future version");
      return 0;
    }
    return LogCategory.byId(category).map(DebugLog::bit).orElse(-1);
  }

  private static int bit(LogCategory category) {
    return 1 << category.ordinal();
  }

  /** Returns all categories in alphabetical order and whether their debug lines are written. */
  public Map<String, Boolean> categories() {
    Map<String, Boolean> active = new LinkedHashMap<>();
    for (LogCategory category : LogCategory.values()) {
      active.put(category.id(), (enabled & bit(category)) != 0);
    }
    return active;
  }

  /**
   * Sets the lowest level of categories that have none of their own: info, debug or trace.
   *
   * @return whether the level is allowed
   */
  public boolean setLevel(String id) {
    Optional<LogLevel> chosen = settable(id);
    chosen.ifPresent(lowest -> level = lowest);
    return chosen.isPresent();
  }

  /**
   * Sets the lowest level of one category.
   *
   * @return whether category and level are known
   */
  public boolean setLevel(String category, String id) {
    Optional<LogLevel> chosen = settable(id);
    Optional<LogCategory> known = LogCategory.byId(category);
    if (chosen.isEmpty() || known.isEmpty()) {
      return false;
    }
    synchronized (lock) {
      Map<LogCategory, LogLevel> changed = new EnumMap<>(LogCategory.class);
      changed.putAll(levels);
      changed.put(known.get(), chosen.get());
      levels = changed;
    }
    return true;
  }

  private static Optional<LogLevel> settable(String id) {
    return LogLevel.byId(id).filter(found -> !found.isAtLeast(LogLevel.WARNING));
  }
}
