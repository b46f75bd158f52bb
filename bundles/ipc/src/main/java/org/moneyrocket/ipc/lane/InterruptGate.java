// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Hears of an interruption of a thread that is inside a system call, which the interruption itself
 * does not end. Between {@link #enter} and {@link #leave}, {@code action} runs on the interrupting
 * thread, possibly more than once, and at once if the thread was interrupted before.
 *
 * <p>The platform offers this hook to selectors only; this one selects nothing.
 */
public final class InterruptGate extends AbstractSelector {
  private final Runnable action;

  public InterruptGate(Runnable action) {
    super(SelectorProvider.provider());
    this.action = action;
  }

  public void enter() {
    begin();
  }

  public void leave() {
    end();
  }

  @Override
  public Selector wakeup() {
    action.run();
    return this;
  }

  @Override
  protected void implCloseSelector() throws IOException {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel ch, int ops, Object att) {
    throw new UnsupportedOperationException("nothing to select: " + ch);
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public int select(long timeout) {
    return 0;
  }

  @Override
  public int select() {
    return 0;
  }
}
