// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.util.ArrayList;
import java.util.List;

/** Lines with a left and a right part; the right parts begin in one column. */
final class AlignedLines {
  private static final int GAP = 4;

  private record Line(String left, String right) {}

  private final List<Line> lines = new ArrayList<>();

  void add(String left, String right) {
    lines.add(new Line(left, right));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Takes the comma from the end of the last left part. */
  void dropLastComma() {
    Line last = lines.removeLast();
    String left = last.left();
    lines.add(
        new Line(left.endsWith(",") ? left.substring(0, left.length() - 1) : left, last.right()));
  }

  @Override
  public String toString() {
    int widest = 0;
    for (Line line : lines) {
      widest = Math.max(widest, line.left().length());
    }
    int column = widest + GAP;
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.left());
      if (!line.right().isEmpty()) {
        text.append(" ".repeat(column - line.left().length()));
        String indented = "\n" + " ".repeat(column);
        text.append(line.right().replaceAll("\n *", indented));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
