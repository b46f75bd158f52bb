// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of this package, about two minutes, and prints the ratios of medians:
 * whatever else the machine does moves an average, but hardly the middle of many samples.
 */
public final class ConsensusRatios {
  private ConsensusRatios() {}

  public static void main(String[] args) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("org\\.moneyrocket\\.benchmarks\\.consensus\\..*")
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC")
            .verbosity(VerboseMode.SILENT)
            .build();
    Map<String, Double> scores = scores(new Runner(options).run());
    ratio(scores, "ScriptCheckBenchmark.p2pkh", "ScriptCheckBenchmark.bareEcdsa", 1);
    ratio(scores, "ScriptCheckBenchmark.p2wpkh", "ScriptCheckBenchmark.bareEcdsa", 1);
    ratio(scores, "ScriptCheckBenchmark.multisig2of3", "ScriptCheckBenchmark.bareEcdsa", 2);
    ratio(scores, "ScriptCheckBenchmark.taprootKey", "ScriptCheckBenchmark.bareSchnorr", 1);
    for (String inputs : new String[] {"2", "200"}) {
      String bare = "SignatureHashBenchmark.bareHash(" + inputs + ")";
      for (String hash : new String[] {"legacy", "witnessV0", "taproot"}) {
        ratio(scores, "SignatureHashBenchmark." + hash + "(" + inputs + ")", bare, 1);
      }
    }
    for (String script : new String[] {"arithmetic", "stack", "hashes"}) {
      ratio(scores, "InterpreterBenchmark." + script, "InterpreterBenchmark.bareSha256", 1);
    }
    ratio(scores, "MerkleBenchmark.root", "MerkleBenchmark.bareHashes", 1);
    ratio(scores, "BlockDecodeBenchmark.decode", "BlockDecodeBenchmark.bareHash", 1);
    ratio(scores, "BlockDecodeBenchmark.check", "BlockDecodeBenchmark.bareHash", 1);
    ratio(scores, "CoinsCacheBenchmark.cacheAddAndSpend", "CoinsCacheBenchmark.mapAddAndSpend", 1);
    ratio(scores, "CoinsCacheBenchmark.cacheFind", "CoinsCacheBenchmark.mapFind", 1);
  }

  private static Map<String, Double> scores(Collection<RunResult> results) {
    Map<String, Double> scores = new TreeMap<>();
    for (RunResult result : results) {
      String[] parts = result.getParams().getBenchmark().split("\\.");
      String name = parts[parts.length - 2] + "." + parts[parts.length - 1];
      String inputs = result.getParams().getParam("inputs");
      scores.put(
          inputs == null ? name : name + "(" + inputs + ")",
          result.getPrimaryResult().getStatistics().getPercentile(50));
    }
    return scores;
  }

  private static void ratio(Map<String, Double> scores, String name, String bareName, int times) {
    Double score = scores.get(name);
    Double bare = scores.get(bareName);
    if (score == null || bare == null) {
      throw new IllegalStateException("no result for " + name + " or " + bareName);
    }
    System.out.printf(
        "%-42s %12.1f   %5.2f x (%d x %.1f)%n", name, score, score / (times * bare), times, bare);
  }
}
