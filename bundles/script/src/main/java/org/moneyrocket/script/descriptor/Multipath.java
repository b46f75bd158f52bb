// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.List;

/** Several parts of which some come in one version for each value of a multipath step (BIP389). */
final class Multipath {
  private Multipath() {}

  /**
   * Picks one version of each part.
   *
   * @param parts each has one version, or {@code count} of them
   * @throws DescriptorException with {@code error} if a part has another number
   */
  static <T> List<T> choose(List<List<T>> parts, int version, int count, String error)
      throws DescriptorException {
    List<T> out = new ArrayList<>(parts.size());
    for (List<T> versions : parts) {
      if (versions.size() != 1 && versions.size() != count) {
        throw new DescriptorException(error);
      }
      out.add(versions.get(versions.size() == 1 ? 0 : version));
    }
    return out;
  }
}
