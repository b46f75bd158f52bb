// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import org.moneyrocket.fuzz.Check;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;

/** What a peer announces on the control lane. */
public final class ControlFuzz {
  private ControlFuzz() {}

  /** Reads the description of a service. */
  public static void fuzz(byte[] body) {
    RemoteEndpoint endpoint;
    try {
      endpoint = EndpointCodec.decode(new ByteReader(body));
    } catch (DecodeException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      return;
    }
    byte[] written = EndpointCodec.encode(endpoint);
    try {
      RemoteEndpoint again = EndpointCodec.decode(new ByteReader(written));
      Check.same(again.id(), endpoint.id(), "name of a service");
      Check.same(again.contracts(), endpoint.contracts(), "contracts of a service");
      Check.same(again.objects(), endpoint.objects(), "objects of a service");
      Check.same(
          again.properties().keySet(), endpoint.properties().keySet(), "properties of a service");
    } catch (DecodeException e) {
      Check.that(
          String.valueOf(e.getMessage()).contains("limit"),
          "cannot be read back: " + e.getMessage());
    }
    Handshake.printable(new String(body, java.nio.charset.StandardCharsets.UTF_8));
  }
}
