// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * Every lock that is taken is given back: the statement after {@code lock()} is the {@code try}
 * whose {@code finally} unlocks. Whatever stands between the two may throw, and then everybody else
 * waits for ever.
 */
public class LockTest {
  /** A field or variable that holds a lock. */
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:Reentrant|ReentrantReadWrite|ReadWrite|Stamped|)Lock (\\w+)( =|;)");

  private static final Pattern TAKEN =
      Pattern.compile("(\\w+)(\\(\\))?\\.lock(Interruptibly)?\\(\\);");

  /** What hands out a lock, or a lock that is passed along. */
  private static final Pattern GETTER = Pattern.compile("lock|\\w*Lock");

  private static final Pattern GAP =
      Pattern.compile("(\\s|//[^\\n]*\\n|/\\*.*?\\*/)*", Pattern.DOTALL);

  /** The second half of giving a lock up for a moment: it goes back to whoever held it. */
  private static final Pattern TAKEN_AGAIN = Pattern.compile("finally\\s*\\{\\s*$");

  /** Methods that hand the lock to their caller, whose {@code finally} calls the other half. */
  private static final List<String> HANDED_OVER = List.of("public void beginStep() {");

  @Test
  public void afterEveryLockComesItsTry() {
    Set<String> locks = new HashSet<>();
    for (Path file : SourceTree.javaFiles()) {
      DECLARED.matcher(SourceTree.read(file)).results().forEach(found -> locks.add(found.group(1)));
    }
    List<String> wrong = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      if (file.endsWith("LockTest.java")) {
        continue; // shows faults
      }
      faults(SourceTree.read(file), locks).forEach(line -> wrong.add(file + ":" + line));
    }

    assertThat(locks).contains("activation", "lock", "delivering");
    assertThat(wrong).as("a lock that is taken and no try after it").isEmpty();
  }

  @Test
  public void theCheckFindsWhatItIsFor() {
    assertThat(faultsOf("wallet.lock().lock();\nvar b = ask();\ntry {\n")).containsExactly(1);
    assertThat(faultsOf("x();\nopen.writeLock().lock();\nx();\n")).containsExactly(2);
    assertThat(faultsOf("gate.lockInterruptibly();\n")).containsExactly(1);
    assertThat(faultsOf("lock.lock();\n// Why.\ntry {\n")).isEmpty();
    assertThat(faultsOf("} finally {\n  lock.lock();\n}\n")).isEmpty();
    assertThat(faultsOf("encryption.lock();\nx();\n")).isEmpty();
  }

  private static List<Integer> faultsOf(String source) {
    return faults(source, Set.of("gate"));
  }

  /** Returns the numbers of the lines that take a lock which an exception would leave taken. */
  private static List<Integer> faults(String source, Set<String> locks) {
    List<Integer> lines = new ArrayList<>();
    Matcher taken = TAKEN.matcher(source);
    while (taken.find()) {
      String before = source.substring(0, source.lastIndexOf('\n', taken.start()) + 1);
      if (TAKEN_AGAIN.matcher(before).find()
          || HANDED_OVER.stream().anyMatch(before.stripTrailing()::endsWith)
          || !(locks.contains(taken.group(1)) || GETTER.matcher(taken.group(1)).matches())) {
        continue;
      }
      Matcher gap = GAP.matcher(source).region(taken.end(), source.length());
      int next = gap.lookingAt() ? gap.end() : taken.end();
      if (!source.startsWith("try {", next)) {
        lines.add((int) before.chars().filter(c -> c == '\n').count() + 1);
      }
    }
    return lines;
  }
}
