// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TestReportTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private void report(String module, String name, Instant when, String cases) throws IOException {
    Path reports = folder.getRoot().toPath().resolve(module).resolve("target/surefire-reports");
    Files.createDirectories(reports);
    Path file = reports.resolve("TEST-org.example." + name + ".xml");
    Files.writeString(file, "<testsuite name='x'>" + cases + "</testsuite>");
    Files.setLastModifiedTime(file, FileTime.from(when));
  }

  private String printed() throws IOException {
    return printed(folder.getRoot().toPath());
  }

  private static String printed(Path root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TestReport.read(root, BEGIN).print(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  @Test
  public void countsWhatThisBuildRanAndGroupsWhatItSkippedByReason() throws IOException {
    report(
        "bundles/a",
        "OneTest",
        BEGIN,
        "<testcase name='runs' classname='org.example.OneTest'/>"
            + "<testcase name='fails' classname='org.example.OneTest'><failure>why</failure>"
            + "</testcase>");
    report(
        "bundles/a",
        "TwoTest",
        BEGIN.plusSeconds(9),
        "<testcase name='b' classname='org.example.TwoTest'><skipped message='no display: got:"
            + " &lt;false&gt;, expected: is &lt;true&gt;'/></testcase>"
            + "<testcase name='a' classname='org.example.TwoTest'>"
            + "<skipped message='no display'/></testcase>");
    report(
        "itests",
        "ThreeTest",
        BEGIN.plusSeconds(20),
        "<testcase name='c' classname='org.example.ThreeTest'><skipped/></testcase>");

    assertThat(printed())
        .isEqualTo(
            """
            Tests: 1 passed, 1 failed, 3 skipped
            Skipped (no display):
              TwoTest.a
              TwoTest.b
            Skipped (no reason given):
              ThreeTest.c
            """);
  }

  @Test
  public void reportsOfAnEarlierBuildDoNotCount() throws IOException {
    report(
        "bundles/a",
        "OldTest",
        BEGIN.minusSeconds(1),
        "<testcase name='old' classname='org.example.OldTest'><skipped/></testcase>");

    assertThat(printed()).isEqualTo("Tests: 0 passed, 0 failed, 0 skipped\n");
  }

  @Test
  public void aCheckoutMayHaveAnyName() throws IOException {
    report(
        ".hidden/a", "OneTest", BEGIN, "<testcase name='runs' classname='org.example.OneTest'/>");

    assertThat(printed(folder.getRoot().toPath().resolve(".hidden")))
        .isEqualTo("Tests: 1 passed, 0 failed, 0 skipped\n");
  }
}
