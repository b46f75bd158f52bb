// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a profile that says how this process is wired: {@code export CONTRACT to ROLE…} names
 * a contract that leaves the process and who gets it, {@code spawn ROLE PROGRAM} a process that
 * this one starts, {@code introduce ROLE ROLE} peers that need a connection of their own. Other
 * lines are the launcher's.
 *
 * @param exports roles by contract
 * @param children programs to start, by role
 * @param introductions pairs of roles
 */
public record Wiring(
    Map<String, Set<String>> exports,
    Map<String, String> children,
    List<Introduction> introductions) {
  public Wiring {
    exports = Map.copyOf(exports);
    children = Map.copyOf(children);
    introductions = List.copyOf(introductions);
  }

  /** Two roles whose processes get a connection of their own. */
  public record Introduction(String one, String other) {}

  /** For a process that is on its own. */
  public static Wiring none() {
    return new Wiring(Map.of(), Map.of(), List.of());
  }

  /**
   * Reads a profile and what it includes.
   *
   * @throws IOException with a sentence that names file and line
   */
  public static Wiring read(Path profile) throws IOException {
    Reader reader = new Reader();
    reader.read(profile, 0);
    return new Wiring(reader.exports, reader.children, reader.introductions);
  }

  private static final class Reader {
    private final Map<String, Set<String>> exports = new LinkedHashMap<>();
    private final Map<String, String> children = new LinkedHashMap<>();
    private final List<Introduction> introductions = new ArrayList<>();

    void read(Path file, int depth) throws IOException {
      if (depth > 8) {
        throw new IOException("profile " + file + " is included too deeply");
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        int remark = line.indexOf('#');
        String[] words = (remark < 0 ? line : line.substring(0, remark)).strip().split("\\s+");
        take(words, file, i + 1, depth);
      }
    }

    private void take(String[] words, Path file, int line, int depth) throws IOException {
      switch (words[0]) {
        case "export" -> {
          require(
              words.length >= 4 && words[2].equals("to"), "export CONTRACT to ROLE…", file, line);
          exports
              .computeIfAbsent(words[1], contract -> new LinkedHashSet<>())
              .addAll(Arrays.asList(words).subList(3, words.length));
        }
        case "spawn" -> {
          require(words.length == 3, "spawn ROLE PROGRAM", file, line);
          children.put(words[1], words[2]);
        }
        case "introduce" -> {
          require(words.length == 3, "introduce ROLE ROLE", file, line);
          introductions.add(new Introduction(words[1], words[2]));
        }
        case "include" -> {
          require(words.length == 2, "include FILE", file, line);
          read(file.resolveSibling(words[1]), depth + 1);
        }
        default -> {
          // The launcher reads and checks these.
        }
      }
    }

    private static void require(boolean condition, String form, Path file, int line)
        throws IOException {
      if (!condition) {
        throw new IOException("expected " + form + " at " + file.getFileName() + ":" + line);
      }
    }
  }

  /** Tells whether two peers that play these roles need a connection of their own. */
  public boolean introduces(Collection<String> one, Collection<String> other) {
    return introductions.stream()
        .anyMatch(
            pair ->
                (one.contains(pair.one()) && other.contains(pair.other()))
                    || (one.contains(pair.other()) && other.contains(pair.one())));
  }

  /** Returns those of {@code contracts} that leave this process at all. */
  public List<String> leaving(Collection<String> contracts) {
    return contracts.stream().filter(exports::containsKey).toList();
  }

  /** Tells whether a peer that plays {@code roles} gets {@code contract}. */
  public boolean gets(Collection<String> roles, String contract) {
    Set<String> receivers = exports.getOrDefault(contract, Set.of());
    return roles.stream().anyMatch(receivers::contains);
  }
}
