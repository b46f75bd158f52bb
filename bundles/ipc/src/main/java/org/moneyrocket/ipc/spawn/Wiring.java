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
 * a contract that leaves the process and who gets it, {@code spawn PROGRAM} a process that this one
 * starts. Other lines are the launcher's.
 *
 * @param exports roles by contract
 * @param children programs to start
 */
public record Wiring(Map<String, Set<String>> exports, List<String> children) {
  public Wiring {
    exports = Map.copyOf(exports);
    children = List.copyOf(children);
  }

  /** For a process that is on its own. */
  public static Wiring none() {
    return new Wiring(Map.of(), List.of());
  }

  /**
   * Reads a profile and what it includes.
   *
   * @throws IOException with a sentence that names file and line
   */
  public static Wiring read(Path profile) throws IOException {
    Map<String, Set<String>> exports = new LinkedHashMap<>();
    List<String> children = new ArrayList<>();
    read(profile, exports, children, 0);
    return new Wiring(exports, children);
  }

  private static void read(
      Path file, Map<String, Set<String>> exports, List<String> children, int depth)
      throws IOException {
    if (depth > 8) {
      throw new IOException("profile " + file + " is included too deeply");
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int remark = line.indexOf('#');
      String[] words = (remark < 0 ? line : line.substring(0, remark)).strip().split("\\s+");
      switch (words[0]) {
        case "export" -> {
          if (words.length < 4 || !words[2].equals("to")) {
            throw new IOException(
                "expected export CONTRACT to ROLE… at " + file.getFileName() + ":" + (i + 1));
          }
          exports
              .computeIfAbsent(words[1], contract -> new LinkedHashSet<>())
              .addAll(Arrays.asList(words).subList(3, words.length));
        }
        case "spawn" -> {
          if (words.length != 2) {
            throw new IOException(
                "expected spawn PROGRAM at " + file.getFileName() + ":" + (i + 1));
          }
          children.add(words[1]);
        }
        case "include" -> {
          if (words.length == 2) {
            read(file.resolveSibling(words[1]), exports, children, depth + 1);
          }
        }
        default -> {
          // The launcher reads and checks these.
        }
      }
    }
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
