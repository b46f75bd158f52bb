// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line of a comparison says.
 *
 * @param peer program to compare with
 * @param ours our program
 * @param count how many cases to make
 * @param seed the cases follow from it
 * @param options handed to both programs
 */
record Comparison(Path peer, Path ours, int count, long seed, List<String> options) {
  Comparison {
    options = List.copyOf(options);
  }

  /** Compares two running programs. */
  interface Work {
    /** Returns the number of differences. */
    int differences(RpcNode peer, RpcNode ours) throws IOException, InterruptedException;
  }

  /** Reads {@code PEER OURS COUNT [SEED] [-option ...]}; ends the program if it is not that. */
  static Comparison read(Class<?> tool, String... args) {
    try {
      List<String> options = new ArrayList<>();
      long seed = System.nanoTime();
      for (int i = 3; i < args.length; i++) {
        if (args[i].startsWith("-")) {
          options.add(args[i]);
        } else {
          seed = Long.parseLong(args[i]);
        }
      }
      if (args.length >= 3) {
        int count = Integer.parseInt(args[2]);
        return new Comparison(Path.of(args[0]), Path.of(args[1]), count, seed, options);
      }
    } catch (NumberFormatException e) {
      System.err.println("Error: not a number: " + e.getMessage());
    }
    System.err.println("usage: " + tool.getSimpleName() + " PEER OURS COUNT [SEED] [-option ...]");
    System.exit(1);
    throw new IllegalStateException("not reached");
  }

  /** Returns the same with more options, which those of the command line override. */
  Comparison with(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(options);
    return new Comparison(peer, ours, count, seed, all);
  }

  /**
   * Starts both programs, compares, prints the number of differences, and ends with status 1 if
   * there are any.
   */
  void run(Work work) throws IOException, InterruptedException {
    System.out.println("seed " + seed + ", options " + options);
    Path data = Files.createTempDirectory("comparison");
    int differences;
    try (RpcNode first = new RpcNode("peer", peer, data.resolve("peer"), options);
        RpcNode second = new RpcNode("ours", ours, data.resolve("ours"), options)) {
      differences = work.differences(first, second);
    }
    System.out.println(differences + " differences; data in " + data);
    System.exit(differences == 0 ? 0 : 1);
  }
}
