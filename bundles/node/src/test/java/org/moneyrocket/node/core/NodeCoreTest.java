// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.WitnessProgram;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.ConnectedBlock;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.interfaces.chain.ScanListener;
import org.moneyrocket.interfaces.chain.ScanRequest;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;

/** A whole node on regtest, without peers and without a container. */
public class NodeCoreTest {
  private static final Bytes WITNESS_SCRIPT = new ScriptBuilder().number(1).build();
  private static final Bytes ANYBODY =
      new WitnessProgram(0, Bytes.wrap(Hashes.sha256(WITNESS_SCRIPT.unsafeArray()))).toScript();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final TestHost host = new TestHost();
  private NodeCore core;

  private void start(String... more) throws Exception {
    Path base = folder.getRoot().toPath();
    List<String> arguments =
        new java.util.ArrayList<>(List.of("-regtest", "-datadir=" + base, "-dbcache=4"));
    arguments.addAll(List.of(more));
    Settings settings = Settings.of(Program.NODE, arguments.toArray(String[]::new));
    settings.dataDirectory().createMissing();
    core = NodeCore.open(settings, host, text -> {});
    assertThat(core.begin(text -> {})).isTrue();
    for (int i = 0; i < 500 && !core.pool().isLoaded(); i++) {
      Thread.sleep(10);
    }
    assertThat(core.pool().isLoaded()).isTrue();
  }

  @After
  public void stop() {
    if (core != null) {
      core.close();
      core = null;
    }
    assertThat(host.errors).isEmpty();
  }

  private List<BlockHash> generate(int count) {
    return core.maker().generate(count, ANYBODY, 1_000_000, () -> false);
  }

  private Transaction spendCoinbase(int height, long fee) {
    BlockEntry entry = core.kernel().chain().at(height);
    Transaction coinbase = core.kernel().readBlock(entry).transactions().get(0);
    return new Transaction(
        2,
        List.of(
            new TxIn(new OutPoint(coinbase.txid(), 0), Bytes.EMPTY, -1, List.of(WITNESS_SCRIPT))),
        List.of(new TxOut(coinbase.outputs().get(0).valueSats() - fee, ANYBODY)),
        0);
  }

  private SubmitResult submit(Transaction tx) {
    return new Broadcast(core).submit(tx, 0, true, true);
  }

  @Test
  public void blocksAreMadeTransactionsMinedAndBothSurviveARestart() throws Exception {
    start();
    generate(102);
    Transaction mined = spendCoinbase(1, 10_000);
    assertThat(submit(mined).status()).isEqualTo(SubmitResult.Status.ACCEPTED);
    generate(1);
    assertThat(core.pool().size()).isZero();
    Transaction waiting = spendCoinbase(2, 20_000);
    assertThat(submit(waiting).status()).isEqualTo(SubmitResult.Status.ACCEPTED);
    core.pool().prioritise(Txid.ZERO, 77);
    core.close();

    start();

    assertThat(core.kernel().chain().height()).isEqualTo(103);
    assertThat(core.pool().contains(waiting.txid())).isTrue();
    assertThat(core.pool().isUnbroadcast(waiting.txid())).isTrue();
    assertThat(core.pool().deltas()).containsEntry(Txid.ZERO, 77L);
    assertThat(submit(mined).status()).isEqualTo(SubmitResult.Status.ALREADY_CONFIRMED);
    assertThat(submit(waiting).status()).isEqualTo(SubmitResult.Status.ALREADY_IN_MEMPOOL);
  }

  @Test
  public void transactionsOfAnInvalidatedBlockComeBack() throws Exception {
    start();
    generate(101);
    Transaction tx = spendCoinbase(1, 10_000);
    submit(tx);
    BlockHash hash = generate(1).get(0);
    assertThat(core.pool().size()).isZero();

    assertThat(core.kernel().invalidate(core.kernel().find(hash).orElseThrow())).isTrue();
    assertThat(core.kernel().activateBestChain()).isTrue();

    assertThat(core.pool().contains(tx.txid())).isTrue();
    assertThat(core.kernel().chain().height()).isEqualTo(101);
  }

  @Test
  public void aTemplateHoldsTheFeesAndASubmittedBlockBecomesTheTip() throws Exception {
    start();
    generate(101);
    submit(spendCoinbase(1, 10_000));

    Block block = core.maker().assemble(core.maker().defaults().withScript(ANYBODY)).block();

    assertThat(block.transactions().get(0).outputs().get(0).valueSats()).isEqualTo(5_000_010_000L);
    assertThat(core.maker().check(block, true, false).text()).isEqualTo("Valid");
    Block solved =
        new org.moneyrocket.node.mining.NonceSearch(core.parameters(), 1000, () -> false)
            .solve(block)
            .orElseThrow();
    assertThat(core.maker().submit(solved).text()).isEqualTo("Valid");
    assertThat(core.maker().submit(solved).text()).isEqualTo("duplicate");
    assertThat(core.tips().tip().orElseThrow().hash()).isEqualTo(solved.hash());
  }

  private static class Recorder implements ChainListener {
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile long last;

    @Override
    public void started(BlockRef forkPoint, long sequence) {
      events.add("started " + forkPoint.height());
    }

    @Override
    public void blockConnected(ConnectedBlock block) {
      events.add("+" + block.ref().height());
      last = Math.max(last, block.sequence());
    }

    @Override
    public void blockDisconnected(ConnectedBlock block) {
      events.add("-" + block.ref().height());
      last = Math.max(last, block.sequence());
    }

    @Override
    public void tipUpdated(BlockRef tip, boolean initialBlockDownload, long sequence) {
      events.add("tip " + tip.height());
      last = sequence;
    }

    @Override
    public void transactionAdded(Bytes transaction, long sequence) {
      events.add("tx");
      last = sequence;
    }

    @Override
    public void transactionRemoved(Txid txid, RemovalReason reason, long sequence) {
      events.add(reason.name());
      last = sequence;
    }

    @Override
    public void flushed(Locator locator, long sequence) {
      last = sequence;
    }

    @Override
    public void lagged(long sequence) {
      events.add("lagged");
    }
  }

  @Test
  public void aSubscriberCatchesUpAndThenHearsEverythingInOrder() throws Exception {
    start();
    generate(101);
    Recorder recorder = new Recorder();
    Locator from = new ChainQueries(core).locatorAt(98);
    try (Subscription subscription = core.feed().subscribe(from, recorder)) {
      assertThat(core.feed().drain(Duration.ofSeconds(10))).isTrue();
      assertThat(recorder.events).containsExactly("started 98", "+99", "+100", "+101", "tip 101");
      recorder.events.clear();

      submit(spendCoinbase(1, 10_000));
      generate(1);
      assertThat(core.feed().drain(Duration.ofSeconds(10))).isTrue();

      assertThat(recorder.events).containsExactly("tx", "+102", "tip 102");
      assertThat(recorder.last).isEqualTo(core.feed().sequence());
    }
    recorder.events.clear();
    generate(1);
    core.feed().drain(Duration.ofSeconds(10));
    assertThat(recorder.events).isEmpty();
  }

  @Test
  public void theNumberOfTheLastEventIsOneThatSubscribersHearOf() throws Exception {
    start();
    generate(101);
    Recorder recorder = new Recorder();
    try (Subscription subscription =
        core.feed().subscribe(new ChainQueries(core).locatorAt(101), recorder)) {
      assertThat(core.feed().drain(Duration.ofSeconds(10))).isTrue();
      submit(spendCoinbase(1, 10_000));
      core.kernel().events().post(() -> {});

      assertThat(core.feed().drain(Duration.ofSeconds(10))).isTrue();
      assertThat(recorder.last).isEqualTo(core.feed().sequence());
    }
  }

  @Test
  public void aSubscriberFromALostBranchIsLedBack() throws Exception {
    start();
    generate(3);
    Locator old = new ChainQueries(core).locatorAt(3);
    BlockEntry second = core.kernel().chain().at(2);
    core.kernel().invalidate(second);
    core.kernel().activateBestChain();
    core.clock().setMockTime(core.clock().seconds() + 1000);
    generate(3);
    core.clock().setMockTime(0);
    Recorder recorder = new Recorder();

    try (Subscription subscription = core.feed().subscribe(old, recorder)) {
      assertThat(core.feed().drain(Duration.ofSeconds(10))).isTrue();
    }

    assertThat(recorder.events).containsExactly("started 1", "+2", "+3", "+4", "tip 4");
  }

  @Test
  public void aSlowSubscriberMissesNoBlock() throws Exception {
    start();
    Recorder slow =
        new Recorder() {
          @Override
          public void blockConnected(ConnectedBlock block) {
            try {
              Thread.sleep(2);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            super.blockConnected(block);
          }
        };

    try (Subscription subscription =
        core.feed().subscribe(new ChainQueries(core).locatorAt(0), slow)) {
      generate(200);
      assertThat(core.feed().drain(Duration.ofSeconds(30))).isTrue();
      assertThat(slow.events.stream().filter(event -> event.startsWith("+")))
          .hasSize(200)
          .last()
          .isEqualTo("+200");
    }
  }

  @Test
  public void aScanFindsPaymentsAndSpends() throws Exception {
    start();
    generate(101);
    Bytes other = new ScriptBuilder().number(2).build();
    core.maker().generate(1, other, 1000, () -> false);
    Transaction tx = spendCoinbase(1, 10_000);
    submit(tx);
    generate(1);
    List<Integer> matched = new CopyOnWriteArrayList<>();
    List<String> ends = new CopyOnWriteArrayList<>();
    ScanListener listener =
        new ScanListener() {
          @Override
          public void matched(ConnectedBlock block) {
            matched.add(block.ref().height());
          }

          @Override
          public void progressed(BlockRef at, double progress) {}

          @Override
          public void finished(BlockRef last, String error) {
            ends.add(last.height() + error);
          }

          @Override
          public void lagged(long sequence) {
            ends.add("lagged");
          }
        };

    new ChainScan(
            core.kernel(),
            core.indexes().filters(),
            new ScanRequest(50, java.util.Optional.empty(), List.of(other)),
            listener)
        .start();
    for (int i = 0; i < 500 && ends.isEmpty(); i++) {
      Thread.sleep(10);
    }

    assertThat(matched).containsExactly(102);
    assertThat(ends).containsExactly("103");
  }
}
