// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.shapes;

/**
 * @param <T> what there is when it went well
 */
public sealed interface Outcome<T> {
  record Good<V>(V value) implements Outcome<V> {}

  record Bad<V>(String reason) implements Outcome<V> {}
}
