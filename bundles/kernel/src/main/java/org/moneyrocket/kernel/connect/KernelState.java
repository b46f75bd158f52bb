// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.concurrent.locks.ReentrantLock;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.consensus.interpreter.ScriptExecutionCache;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.MempoolHook;
import org.moneyrocket.kernel.SyncState;
import org.moneyrocket.kernel.blockfile.BlockFiles;
import org.moneyrocket.kernel.index.BlockTree;
import org.moneyrocket.kernel.index.IndexStore;

/** What all parts of the kernel share. */
final class KernelState {
  /** Guards the tree, the chains, the coins and the block files. See Kernel#chainLock. */
  final ReentrantLock lock = new ReentrantLock();

  /**
   * Held while the active chain is being changed, across several takings of the chain lock. Taken
   * before it.
   */
  final ReentrantLock activation = new ReentrantLock();

  /** Held while a snapshot is being loaded. Taken before all others, by nobody who serves peers. */
  final ReentrantLock loading = new ReentrantLock();

  final KernelOptions options;
  final ChainParameters params;
  final KernelNotifications notifications;
  final BlockTree tree = new BlockTree();
  final IndexStore store;
  final BlockFiles files;
  final EventQueue events = new EventQueue();
  final ScriptPool scripts;
  final SignatureCache signatures;
  final ScriptExecutionCache executions;
  final VersionBits versionBits;
  final HeapRoom heap = new HeapRoom();
  final Halt halt;

  volatile MempoolHook mempool = MempoolHook.NONE;
  volatile boolean interrupted;
  volatile boolean importing;
  volatile boolean filesIndexed = true;
  volatile boolean initialDownload = true;
  volatile boolean pruned;

  KernelState(KernelOptions options, IndexStore store, BlockFiles files, Halt halt) {
    this.options = options;
    this.params = options.parameters();
    this.notifications = options.notifications();
    this.store = store;
    this.files = files;
    this.halt = halt;
    this.scripts = new ScriptPool(options.scriptThreads() - 1);
    this.signatures = new SignatureCache(options.signatureCacheBytes() / 2);
    this.executions = new ScriptExecutionCache(options.signatureCacheBytes() / 2);
    this.versionBits = new VersionBits(params);
  }

  /** Returns the clock, Unix seconds. */
  long now() {
    return options.clock().instant().getEpochSecond();
  }

  SyncState syncState() {
    if (!initialDownload) {
      return SyncState.SYNCED;
    }
    return filesIndexed ? SyncState.INITIAL_DOWNLOAD : SyncState.REINDEX;
  }

  /** Tells whether blocks are being read from files, by which the node would seem caught up. */
  boolean isLoadingBlocks() {
    return importing || !filesIndexed;
  }

  /** Says what is about to be written, for tests that end the process there. */
  void step(String name) {
    options.writeSteps().accept(name);
  }

  void requireLock() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("the chain lock is not held");
    }
  }
}
