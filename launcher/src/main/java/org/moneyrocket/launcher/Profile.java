// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.process.Role;

/**
 * What one container holds: a text file in {@code etc/profiles}.
 *
 * <p>One statement a line, {@code #} starts a remark: {@code include FILE}, {@code role ROLE},
 * {@code bundle NAME}, {@code shell NAME} (a bundle started only when the shell is asked for).
 * Lines that begin with {@code export}, {@code spawn} and {@code introduce} are for the ipc bundle,
 * which reads the same file.
 *
 * @param file where it was read from
 * @param roles the parts this container plays
 * @param children the parts that processes play which this one may start
 * @param bundles names of bundles in the order of their start
 * @param shellBundles names of bundles that follow when a shell is wanted
 */
record Profile(
    Path file,
    Set<Role> roles,
    Set<Role> children,
    List<String> bundles,
    List<String> shellBundles) {
  Profile {
    roles = Set.copyOf(roles);
    children = Set.copyOf(children);
    bundles = List.copyOf(bundles);
    shellBundles = List.copyOf(shellBundles);
  }

  static Profile read(Path file) {
    Reader reader = new Reader();
    reader.read(file);
    if (reader.roles.isEmpty()) {
      throw new BrokenInstallation("Profile " + file + " names no role");
    }
    return new Profile(file, reader.roles, reader.children, reader.bundles, reader.shellBundles);
  }

  private static final class Reader {
    private final EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    private final EnumSet<Role> children = EnumSet.noneOf(Role.class);
    private final List<String> bundles = new ArrayList<>();
    private final List<String> shellBundles = new ArrayList<>();
    private int depth;

    void read(Path file) {
      if (++depth > 8) {
        throw new BrokenInstallation("Profile " + file + " is included too deeply");
      }
      List<String> lines;
      try {
        lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new BrokenInstallation("Cannot read profile " + file + ": " + IoText.reason(e));
      }
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        int remark = line.indexOf('#');
        String statement = (remark < 0 ? line : line.substring(0, remark)).strip();
        if (!statement.isEmpty()) {
          apply(statement.split("\\s+"), file, i + 1);
        }
      }
      depth--;
    }

    private void apply(String[] words, Path file, int line) {
      String where = file.getFileName() + ":" + line;
      switch (words[0]) {
        case "export", "introduce" -> {
          // For the ipc bundle.
        }
        case "spawn" -> {
          // The ipc bundle starts it, and says what is wrong with the line.
          if (words.length > 1) {
            Role.byId(words[1]).ifPresent(children::add);
          }
        }
        case "include" -> read(file.resolveSibling(operand(words, where)));
        case "role" ->
            roles.add(
                Role.byId(operand(words, where))
                    .orElseThrow(
                        () ->
                            new BrokenInstallation("Unknown role at " + where + ": " + words[1])));
        case "bundle" -> bundles.add(operand(words, where));
        case "shell" -> shellBundles.add(operand(words, where));
        default -> throw new BrokenInstallation("Unknown word at " + where + ": " + words[0]);
      }
    }

    private static String operand(String[] words, String where) {
      if (words.length != 2) {
        throw new BrokenInstallation(words[0] + " needs one operand at " + where);
      }
      return words[1];
    }
  }
}
