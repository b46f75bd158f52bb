// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.primitives.Bytes;

public class RequestsTest {
  private final Requests requests =
      new Requests(PeerFixture.peer(1, ConnectionKind.INBOUND).socket);

  private static InvItem item(int number) {
    byte[] hash = new byte[32];
    hash[3] = (byte) number;
    return new InvItem(
        number % 2 == 0 ? InvItem.WITNESS_TX : InvItem.WITNESS_BLOCK, Bytes.wrap(hash));
  }

  @Test
  public void givesBackInOrderWhatWasAskedFor() {
    requests.add(List.of(item(1), item(2), item(3)));
    requests.peek();
    requests.remove();
    requests.add(List.of(item(4)));

    assertThat(requests.size()).isEqualTo(3);
    List<InvItem> rest = new ArrayList<>();
    while (!requests.isEmpty()) {
      InvItem next = requests.peek();
      assertThat(requests.peek()).isEqualTo(next);
      rest.add(next);
      requests.remove();
    }
    assertThat(rest).containsExactly(item(2), item(3), item(4));
    assertThat(requests.peek()).isNull();
  }
}
