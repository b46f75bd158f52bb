// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import org.jspecify.annotations.Nullable;

/** A value that belongs to a wallet's file: it is as before if the unit that changes it fails. */
public final class MemoryValue<T extends @Nullable Object> {
  private final UnitOfWork unit;
  private T value;

  MemoryValue(UnitOfWork unit, T initial) {
    this.unit = unit;
    this.value = initial;
  }

  public T get() {
    return value;
  }

  public void set(T next) {
    T before = value;
    unit.undo(() -> value = before);
    value = next;
  }
}
