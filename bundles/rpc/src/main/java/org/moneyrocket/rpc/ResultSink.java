// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.io.IOException;
import java.io.OutputStream;

/** Where the result of a call goes. */
public interface ResultSink {
  /**
   * Says that there is a result and returns where its JSON text is written, in UTF-8. Called once
   * at most, and not for a call that fails.
   */
  OutputStream begin() throws IOException;
}
