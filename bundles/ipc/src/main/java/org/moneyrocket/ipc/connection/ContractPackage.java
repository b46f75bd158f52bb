// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.Collection;
import org.moneyrocket.ipc.codec.Fingerprint;

/**
 * A package of contracts and what it looks like on the wire. Two processes talk only if every
 * package both of them have is the same.
 *
 * @param name Java package
 * @param version version the package is exported with
 * @param fingerprint digest of names and types of everything in it that can cross
 */
public record ContractPackage(String name, String version, long fingerprint) {
  /** Computes the fingerprint of {@code types}, the public types of package {@code name}. */
  public static ContractPackage of(String name, String version, Collection<Class<?>> types) {
    return new ContractPackage(name, version, Fingerprint.of(types));
  }
}
