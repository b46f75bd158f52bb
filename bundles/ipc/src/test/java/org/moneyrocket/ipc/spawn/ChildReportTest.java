// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class ChildReportTest {
  private final List<String> warnings = new ArrayList<>();

  private ChildReport read(String text) {
    ChildReport report =
        new ChildReport(
            "wallet",
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            warnings::add);
    report.run();
    return report;
  }

  @Test
  public void tellsErrorsWarningsAndTheEndOfTheStartApart() {
    ChildReport report = read("Warning: one\\n- two\nStarted.\nsome noise\nError: no\\nspace left");

    assertThat(warnings).containsExactly("one\n- two");
    assertThat(report.isStarted()).isTrue();
    assertThat(report.error()).isEqualTo("no\nspace left");
  }

  @Test
  public void aChildThatSaysNothingHasNoError() {
    ChildReport report = read("");

    assertThat(report.error()).isEmpty();
    assertThat(report.isStarted()).isFalse();
    assertThat(warnings).isEmpty();
  }

  @Test
  public void anEndlessLineIsCut() {
    assertThat(read("Error: " + "x".repeat(1_000_000)).error().length()).isLessThan(100_000);
  }
}
