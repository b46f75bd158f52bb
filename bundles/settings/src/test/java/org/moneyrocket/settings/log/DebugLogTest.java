// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.slf4j.LoggerFactory;

public class DebugLogTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final DebugLog log = new DebugLog();
  private Path file;

  @Before
  public void chooseFile() {
    file = folder.getRoot().toPath().resolve("debug.log");
  }

  @Test
  public void slf4jIsBoundToTheDebugLog() {
    assertThat(LoggerFactory.getLogger("net")).isInstanceOf(DebugLogger.class);
  }

  @Test
  public void linesBeforeTheFileIsOpenAreWrittenAfterFiveEmptyLines() throws IOException {
    logger("net").info("early");
    open();
    logger("net").info("late");
    assertThat(Files.readString(file)).startsWith("\n\n\n\n\n2").contains("Z early\n", "Z late\n");
    assertThat(Files.readAllLines(file)).hasSize(7);
  }

  @Test
  public void levelsAndCategoriesHaveCoresPrefixes() throws IOException {
    open("-debug=net", "-loglevel=trace", "-nologtimestamps");
    DebugLogger net = logger("net");
    net.trace("t");
    net.debug("d {}", 1);
    net.info("i");
    net.warn("w");
    net.error("e");
    logger("mempool").debug("not wanted");
    logger("org.apache.felix.scr").info("not ours");
    logger("org.apache.felix.scr").warn("ours or not");
    logger("org.moneyrocket.node.peer.Sync").debug("by package");
    assertThat(lines())
        .containsExactly(
            "[net:trace] t",
            "[net] d 1",
            "i",
            "[warning] w",
            "[error] e",
            "[warning] ours or not",
            "[net] by package");
  }

  @Test
  public void categoryAndLevelCanBeAskedForAlways() throws IOException {
    open("-debug", "-loglevelalways", "-nologtimestamps");
    logger("net").debug("d");
    logger("net").info("i");
    assertThat(lines()).containsExactly("[net:debug] d", "[all:info] i");
  }

  @Test
  public void threadAndSourceAreShownOnDemand() throws IOException {
    open("-logthreadnames", "-logsourcelocations", "-nologtimestamps");
    String before = Thread.currentThread().getName();
    Thread.currentThread().setName("msghand");
    logger("net").info("here");
    Thread.currentThread().setName(before);
    assertThat(lines().get(0))
        .matches(
            "\\[msghand] \\[settings/log/DebugLogTest.java:\\d+]"
                + " \\[threadAndSourceAreShownOnDemand] here");
  }

  @Test
  public void timesAreUtcWithMicrosecondsAndMockTime() {
    Instant time = Instant.parse("2026-01-31T12:34:56.000789Z");
    LogLine line = new LogLine(time, 1, "t", null, LogLevel.INFO, null, "x");
    assertThat(new LogFormat(true, true, false, false, false).format(line))
        .isEqualTo("2026-01-31T12:34:56.000789Z (mocktime: 1970-01-01T00:00:01Z) x\n");
    assertThat(LogFormat.DEFAULT.format(line))
        .isEqualTo("2026-01-31T12:34:56Z (mocktime: 1970-01-01T00:00:01Z) x\n");
  }

  @Test
  public void controlCharactersAreEscapedButLineEndsAreNot() throws IOException {
    open("-nologtimestamps");
    logger("net").info("a\u001b[1mb\u0000\t\u007fé\nsecond");
    assertThat(lines()).containsExactly("a\\x1b[1mb\\x00\\x09\\x7fé", "second");
  }

  @Test
  public void exceptionsAreNamedAndErrorsShowTheirTrace() throws IOException {
    open("-nologtimestamps");
    logger("net").warn("odd", new IllegalStateException("why"));
    logger("net").error("bad", new IllegalStateException("how"));
    assertThat(lines())
        .startsWith(
            "[warning] odd: java.lang.IllegalStateException: why",
            "[error] bad: java.lang.IllegalStateException: how")
        .anyMatch(line -> line.startsWith("    at org.moneyrocket.settings.log.DebugLogTest"));
  }

  @Test
  public void categoriesCanBeSwitchedAtRunTime() {
    open();
    assertThat(log.categories()).hasSize(29).doesNotContainValue(true);
    assertThat(log.enable("net")).isTrue();
    assertThat(log.enable("moon")).isFalse();
    assertThat(log.categories().get("net")).isTrue();
    assertThat(log.enable("all")).isTrue();
    assertThat(log.disable("http")).isTrue();
    assertThat(log.categories().get("http")).isFalse();
    assertThat(log.categories().get("zmq")).isTrue();
    assertThat(new ArrayList<>(log.categories().keySet())).isSorted();
  }

  @Test
  public void zeroAndNoneForgetEarlierCategories() {
    open(
        "-debug=http",
        "-debug=abc",
        "-debug=none",
        "-debug=rpc",
        "-debug=net",
        "-debugexclude=net");
    assertThat(log.categories().get("http")).isFalse();
    assertThat(log.categories().get("rpc")).isTrue();
    assertThat(log.categories().get("net")).isFalse();
  }

  @Test
  public void unknownCategoriesAndLevelsStopTheStart() {
    assertThatThrownBy(() -> log.configure(settings("-debug=abc")))
        .isInstanceOf(StartException.class)
        .hasMessage("Unsupported logging category -debug=abc.");
    assertThatThrownBy(() -> log.configure(settings("-debugexclude=abc")))
        .hasMessage("Unsupported logging category -debugexclude=abc.");
    assertThatThrownBy(() -> log.configure(settings("-loglevel=warning")))
        .hasMessage(
            "Unsupported global logging level -loglevel=warning. Valid values: info, debug,"
                + " trace.");
    assertThatThrownBy(() -> log.configure(settings("-loglevel=net:abc")))
        .hasMessageStartingWith(
            "Unsupported category-specific logging level -loglevel=net:abc. Expected"
                + " -loglevel=<category>:<loglevel>. Valid categories: addrman, bench,")
        .hasMessageEndingWith(", zmq. Valid loglevels: info, debug, trace.");
  }

  @Test
  public void aCategorysOwnLevelWins() {
    open("-debug", "-loglevel=info", "-loglevel=net:trace");
    assertThat(logger("net").isTraceEnabled()).isTrue();
    assertThat(logger("rpc").isDebugEnabled()).isFalse();
    assertThat(logger("rpc").isInfoEnabled()).isTrue();
  }

  @Test
  public void onePlaceCannotFillTheDisk() throws IOException {
    open("-nologtimestamps");
    DebugLogger net = logger("net");
    String text = "x".repeat(100_000);
    for (int i = 0; i < 15; i++) {
      net.info(text);
    }
    net.info("another place");
    List<String> lines = lines();
    assertThat(lines.stream().filter(line -> line.contains("xxx"))).hasSize(11);
    assertThat(lines)
        .anyMatch(
            line -> line.startsWith("[*] [warning] Excessive logging detected from settings/log/"))
        .anyMatch(line -> line.equals("[*] another place"));
  }

  @Test
  public void theLimitIsLiftedAfterAnHour() {
    LogRateLimiter limiter = new LogRateLimiter();
    SourceLocation place = new SourceLocation("a/B.java", 7, "c");
    assertThat(limiter.rollOver(1_000_000)).isEmpty();
    assertThat(limiter.take(place, 1 << 20)).isEqualTo(LogRateLimiter.Status.FREE);
    assertThat(limiter.take(place, 5)).isEqualTo(LogRateLimiter.Status.JUST_SUPPRESSED);
    assertThat(limiter.take(place, 6)).isEqualTo(LogRateLimiter.Status.SUPPRESSED);
    assertThat(limiter.rollOver(1_003_599)).isEmpty();
    assertThat(limiter.rollOver(1_003_600))
        .containsExactly(
            "Restarting logging from a/B.java:7 (c): 11 bytes were dropped during the last 3600s.");
    assertThat(limiter.isSuppressing()).isFalse();
    assertThat(limiter.take(place, 5)).isEqualTo(LogRateLimiter.Status.FREE);
  }

  @Test
  public void largeFilesAreCutAtTheStart() throws IOException {
    byte[] old = new byte[12_000_000];
    Arrays.fill(old, (byte) 'o');
    old[1_999_999] = 'A';
    old[2_000_000] = 'B';
    Files.write(file, old);
    open();
    assertThat(Files.size(file)).isEqualTo(10_000_005);
    assertThat(Files.readAllBytes(file))
        .startsWith('B', 'o')
        .endsWith('o', '\n', '\n', '\n', '\n', '\n');
  }

  @Test
  public void guestsOnlyAppend() throws IOException {
    open("-nologtimestamps");
    DebugLog guest = new DebugLog();
    Settings settings = settings("-nologtimestamps");
    guest.configure(settings);
    guest.open(settings, DebugLog.Role.GUEST);
    guest.log(LogLevel.INFO, "guest");
    log.log(LogLevel.INFO, "owner");
    assertThat(lines()).containsExactly("guest", "owner");
  }

  @Test
  public void aMovedFileIsOpenedAgainOnDemand() throws IOException {
    open("-nologtimestamps");
    log.log(LogLevel.INFO, "one");
    Files.move(file, file.resolveSibling("old.log"));
    log.log(LogLevel.INFO, "two");
    log.reopen();
    log.log(LogLevel.INFO, "three");
    assertThat(lines()).containsExactly("three");
    assertThat(Files.readAllLines(file.resolveSibling("old.log"))).endsWith("one", "two");
  }

  @Test
  public void aMovedFileIsThereAgainAtOnce() throws IOException {
    open();
    Files.move(file, file.resolveSibling("old.log"));
    log.reopen();
    assertThat(file).isEmptyFile();
  }

  @Test
  public void theOldFileIsKeptAndSaysSoWhereNoNewOneCanBeMade() throws IOException {
    Path place = Files.createDirectory(file.resolveSibling("logs"));
    open("-nologtimestamps", "-debuglogfile=" + place.resolve("debug.log"));
    Path moved = Files.move(place, place.resolveSibling("old"));
    log.reopen();
    log.log(LogLevel.INFO, "next");
    assertThat(Files.readAllLines(moved.resolve("debug.log")))
        .anyMatch(line -> line.contains("cannot be opened anew"))
        .endsWith("next");
  }

  @Test
  public void guestsFollowTheOwnerToItsNewFile() throws IOException {
    open("-nologtimestamps");
    DebugLog guest = new DebugLog();
    Settings settings = settings("-nologtimestamps");
    guest.configure(settings);
    guest.open(settings, DebugLog.Role.GUEST);
    Files.move(file, file.resolveSibling("old.log"));
    guest.log(LogLevel.INFO, "before");
    log.reopen();
    guest.log(LogLevel.INFO, "after");
    assertThat(lines()).containsExactly("after");
    assertThat(Files.readAllLines(file.resolveSibling("old.log"))).endsWith("before");
  }

  @Test
  public void theFileGetsItsLinesWhenTheTerminalIsGone() throws IOException {
    Settings settings = settings("-nologtimestamps", "-printtoconsole");
    log.configure(settings);
    log.open(
        settings,
        DebugLog.Role.OWNER,
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Input/output error");
          }
        });
    log.log(LogLevel.INFO, "still here");
    assertThat(lines()).containsExactly("still here");
  }

  @Test
  public void aPathThatCannotBeOpenedStopsTheStart() {
    Path missing = file.resolveSibling("missing").resolve("debug.log");
    Settings settings = settings("-debuglogfile=" + missing);
    assertThatThrownBy(() -> log.open(settings, DebugLog.Role.OWNER))
        .hasMessage("Could not open debug log file " + missing);
  }

  @Test
  public void aFloodBeforeTheStartKeepsTheNewest() throws IOException {
    for (int i = 0; i < 3000; i++) {
      log.log(LogLevel.INFO, "line " + i + " " + "x".repeat(500));
    }
    open("-nologtimestamps");
    assertThat(lines().get(0))
        .matches("Early logging buffer overflowed, \\d+ log lines discarded.");
    assertThat(lines().get(lines().size() - 1)).startsWith("line 2999 ");
  }

  private DebugLogger logger(String name) {
    return new DebugLogger(name, log);
  }

  private void open(String... arguments) {
    Settings settings = settings(arguments);
    log.configure(settings);
    log.open(settings, DebugLog.Role.OWNER);
  }

  private Settings settings(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("-datadir=" + folder.getRoot(), "-noprinttoconsole"));
    all.addAll(List.of(arguments));
    return Settings.of(Program.NODE, all.toArray(String[]::new));
  }

  private List<String> lines() throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.stream().filter(line -> !line.isEmpty()).toList();
  }
}
