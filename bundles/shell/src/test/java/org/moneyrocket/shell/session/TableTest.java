// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class TableTest {
  private final Table table = new Table("name", "blocks").row("main", 7).row("regtest", 1234);

  @Test
  public void textIsAlignedAndNumbersStandAtTheRight() {
    assertThat(table.toString()).isEqualTo("name     blocks\nmain          7\nregtest    1234");
  }

  @Test
  public void jsonIsAnArrayOfObjects() {
    assertThat(table.toJson().replaceAll("\\s", ""))
        .isEqualTo("[{\"name\":\"main\",\"blocks\":7},{\"name\":\"regtest\",\"blocks\":1234}]");
  }

  @Test
  public void aRowMustFillTheColumns() {
    assertThatThrownBy(() -> table.row("alone"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 values for 2 columns");
  }

  @Test
  public void theJsonWordIsTakenOutOfTheLine() {
    assertThat(Line.wantsJson("ps --json")).isTrue();
    assertThat(Line.withoutJson("rpc:call --json getblockcount"))
        .isEqualTo("rpc:call getblockcount");
    assertThat(Line.wantsJson("rpc:call echo --jsonx")).isFalse();
  }
}
