// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.script.address.Destination;

public class ValidateAddressTest {
  private static String described(Destination destination) {
    ObjectNode out = Json.object();
    ValidateAddress.describe(out, destination);
    return Json.write(out);
  }

  @Test
  public void anAnchorHasNoProgramOfItsOwn() {
    assertThat(described(new Destination.WitnessUnknown(1, Bytes.fromHex("4e73"))))
        .isEqualTo("{\"isscript\":true,\"iswitness\":true}");
    assertThat(described(new Destination.WitnessUnknown(2, Bytes.fromHex("4e73"))))
        .isEqualTo("{\"iswitness\":true,\"witness_version\":2,\"witness_program\":\"4e73\"}");
  }
}
