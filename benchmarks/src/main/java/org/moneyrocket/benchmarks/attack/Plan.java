// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the command line asks for.
 *
 * @param node tree of our distribution
 * @param peer the other program, if there is one
 * @param attacks which, in this order
 * @param attackers numbers of attackers of floods
 * @param seconds how long each attack lasts
 * @param heap what ours gets, as {@code 256m}; its own choice if empty
 * @param several whether ours runs as node and wallet process
 */
record Plan(
    Path node,
    Optional<Path> peer,
    List<Attack> attacks,
    List<Integer> attackers,
    int seconds,
    String heap,
    boolean several) {

  static final String USAGE =
      """
      usage: AttackTable --node DIR [--peer BITCOIND] [options]

        --node DIR         tree of our distribution (with bin and compat in it)
        --peer BITCOIND    Bitcoin Core's program, attacked beside ours
        --attacks A,B,...  only these; a name, or the beginning of several (default: all)
        --peers N,N,...    how many attackers flood (default: 1,3,10,50)
        --seconds N        how long each attack lasts (default: 5)
        --heap SIZE        heap of ours, such as 256m (default: what ours chooses)
        --wiring W         one (default) or several processes of ours
        --list             what attacks there are
        --help             this
      """;

  /** Something on the command line that cannot be done. */
  static final class Unclear extends Exception {
    private static final long serialVersionUID = 1L;

    Unclear(String message) {
      super(message);
    }
  }

  static Plan read(String... args) throws Unclear {
    Path node = null;
    Path peer = null;
    List<Attack> attacks = List.of(Attack.values());
    List<Integer> attackers = List.of(1, 3, 10, 50);
    int seconds = 5;
    String heap = "";
    boolean several = false;
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new Unclear(args[i] + " needs a value, or is unknown");
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--node" -> node = Path.of(value).toAbsolutePath();
        case "--peer" -> peer = Path.of(value).toAbsolutePath();
        case "--attacks" -> attacks = attacks(value);
        case "--peers" -> attackers = numbers(value);
        case "--seconds" -> seconds = number(value);
        case "--heap" -> heap = heap(value);
        case "--wiring" -> several = wiring(value);
        default -> throw new Unclear("unknown option " + args[i]);
      }
    }
    if (node == null) {
      throw new Unclear("--node is needed");
    }
    return new Plan(node, Optional.ofNullable(peer), attacks, attackers, seconds, heap, several);
  }

  private static List<Attack> attacks(String value) throws Unclear {
    List<Attack> chosen = new ArrayList<>();
    for (String word : value.split(",", -1)) {
      Optional<Attack> exact = Attack.named(word);
      List<Attack> found =
          exact.isPresent()
              ? List.of(exact.get())
              : Stream.of(Attack.values()).filter(a -> a.label().startsWith(word)).toList();
      if (word.isEmpty() || found.isEmpty()) {
        throw new Unclear("no attack begins with \"" + word + "\"; --list shows them");
      }
      chosen.addAll(found);
    }
    return chosen.stream().distinct().toList();
  }

  private static List<Integer> numbers(String value) throws Unclear {
    List<Integer> numbers = new ArrayList<>();
    for (String word : value.split(",", -1)) {
      numbers.add(number(word));
    }
    return numbers;
  }

  private static int number(String value) throws Unclear {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= 1000) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Unclear("not a number: " + value);
    }
    throw new Unclear(value + " is not between 1 and 1000");
  }

  private static String heap(String value) throws Unclear {
    if (!value.matches("[1-9][0-9]*[kmgKMG]")) {
      throw new Unclear("--heap must be like 256m or 1g");
    }
    return value;
  }

  private static boolean wiring(String value) throws Unclear {
    return switch (value) {
      case "one" -> false;
      case "several" -> true;
      default -> throw new Unclear("--wiring must be one or several");
    };
  }

  static String list() {
    return Arrays.stream(Attack.values())
        .map(attack -> String.format("  %-20s %s", attack.label(), attack.summary()))
        .collect(Collectors.joining("\n"));
  }
}
