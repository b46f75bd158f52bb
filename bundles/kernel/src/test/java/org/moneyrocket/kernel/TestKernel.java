// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

/** A kernel on regtest in a directory of a test, that can be closed and opened again. */
public final class TestKernel implements AutoCloseable {
  public final RecordingNotifications notifications = new RecordingNotifications();
  private final Path directory;
  private final ChainParameters params;
  private UnaryOperator<KernelOptions.Builder> options;
  private Kernel kernel;

  public TestKernel(Path directory, UnaryOperator<KernelOptions.Builder> options)
      throws ChainLoadException {
    this(directory, ChainParameters.of(Chain.REGTEST), options);
  }

  public TestKernel(
      Path directory, ChainParameters params, UnaryOperator<KernelOptions.Builder> options)
      throws ChainLoadException {
    this.directory = directory;
    this.params = params;
    this.options = options;
    this.kernel = open();
  }

  public TestKernel(Path directory) throws ChainLoadException {
    this(directory, b -> b);
  }

  private Kernel open() throws ChainLoadException {
    KernelOptions.Builder builder =
        KernelOptions.builder(params, directory, notifications)
            .cacheBytes(8 << 20)
            .scriptThreads(2)
            .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000));
    Kernel opened = Kernel.open(options.apply(builder).build());
    boolean done = false;
    try {
      opened.importBlocks(java.util.List.of());
      done = true;
      return opened;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }

  public Kernel get() {
    return kernel;
  }

  public Path directory() {
    return directory;
  }

  /** Closes and opens again. */
  public void restart() throws ChainLoadException {
    kernel.close();
    kernel = open();
  }

  public void restart(UnaryOperator<KernelOptions.Builder> newOptions) throws ChainLoadException {
    options = newOptions;
    restart();
  }

  public void accept(Iterable<Block> blocks) {
    for (Block block : blocks) {
      accept(block);
    }
  }

  public void accept(Block block) {
    BlockResult result = kernel.processBlock(block, true, true);
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
  }

  /** Hands a block in and returns why it was refused, at once or when it was to be connected. */
  public String refuse(Block block) {
    notifications.lastChecked = Verdict.VALID;
    BlockResult result = kernel.processBlock(block, true, true);
    Verdict verdict = result.verdict().isValid() ? notifications.lastChecked : result.verdict();
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    return ((Verdict.Invalid) verdict).reason();
  }

  public String tip() {
    return kernel.chain().requireTip().hash().toString();
  }

  public void assertTip(Block block) {
    assertThat(tip()).isEqualTo(block.hash().toString());
  }

  public CoinSetStatistics coins() {
    return kernel.coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false).orElseThrow();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
