// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

public class DefectTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** Something that goes wrong while a block is being connected. */
  private record Broken(Throwable wrong) implements MempoolHook {
    @Override
    public void blockConnected(BlockEntry entry, Block block, boolean initialDownload) {
      if (entry.height() == 3) {
        if (wrong instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) wrong;
      }
    }
  }

  @Test
  public void aDefectOfAnyKindStopsTheNodeAndBlamesNoBlock() throws Exception {
    TestChain chain = new TestChain().mineEmpty(4);
    List<Throwable> all =
        List.of(
            new UnsupportedOperationException("one"),
            new IllegalStateException("two"),
            new StackOverflowError("three"));
    for (Throwable wrong : all) {
      try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
        kernel.accept(chain.at(1));
        kernel.accept(chain.at(2));
        kernel.get().setMempoolHook(new Broken(wrong));

        kernel.get().processBlock(chain.at(3), true, true);

        assertThat(kernel.notifications.fatal).hasSize(1);
        assertThat(kernel.notifications.fatal.get(0)).startsWith("Internal bug detected: ");
        kernel.get().setMempoolHook(MempoolHook.NONE);
        kernel.restart();
        // What was not written before the defect is not written after it; it comes again.
        kernel.accept(chain.above(0));
        kernel.assertTip(chain.at(4));
      }
    }
  }
}
