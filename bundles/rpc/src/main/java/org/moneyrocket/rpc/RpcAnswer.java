// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The answer of a method: it is sure that there is one, and it can be written once. */
public interface RpcAnswer {
  /**
   * Writes the answer.
   *
   * @throws IOException when nobody takes it any more; not for anything else
   */
  void write(AnswerWriter out) throws IOException;

  /** Makes an answer of a value. */
  static RpcAnswer of(JsonNode value) {
    return out -> out.item(value);
  }
}
