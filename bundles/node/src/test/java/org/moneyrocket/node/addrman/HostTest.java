// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;

public class HostTest {
  private static final String ONION =
      "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
  private static final String I2P = "c4gfnttsuwqomiygupdqqqyy5y5emnk5c73hrfvatri67prd7vyq.b32.i2p";

  @Test
  public void addressesOfEveryNetworkAreReadAndWritten() {
    for (String text :
        List.of("1.2.3.4", "2803:0:1234:abcd::1", "::1", "1:2:3:4:5:6:7:8", ONION, I2P)) {
      assertThat(host(text)).hasToString(text);
    }
    assertThat(host("::ffff:1.2.3.4")).isEqualTo(host("1.2.3.4"));
  }

  @Test
  public void whatIsNoAddressIsRefused() {
    for (String text :
        List.of(
            "", "1.2.3", "not_an_ip", "1.2.3.4.5", "x.onion", "a" + ONION.substring(1), "::g")) {
      assertThat(HostText.read(text)).as(text).isEmpty();
    }
  }

  @Test
  public void networksAreTold() {
    assertThat(host("8.8.8.8").network()).isEqualTo(Net.IPV4);
    assertThat(host("2803::1").network()).isEqualTo(Net.IPV6);
    assertThat(host(ONION).network()).isEqualTo(Net.ONION);
    assertThat(host(I2P).network()).isEqualTo(Net.I2P);
    assertThat(host("2002:808:808::1").network()).isEqualTo(Net.IPV6);
    assertThat(host("2002:808:808::1").netClass()).as("6to4").isEqualTo(Net.IPV4);
    for (String text :
        List.of(
            "0.0.0.0",
            "255.255.255.255",
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "203.0.113.1",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "2001:db8::1",
            "2001:10::1",
            "2001:20::1")) {
      assertThat(host(text).network()).as(text).isEqualTo(Net.UNROUTABLE);
    }
  }

  @Test
  public void groupsAreTheFirstPartOfAnAddress() {
    NetGroups groups = new NetGroups(Optional.empty());
    assertThat(groups.of(host("1.2.3.4"))).isEqualTo(Bytes.fromHex("010102"));
    assertThat(groups.of(host("2002:102:304::1"))).isEqualTo(Bytes.fromHex("010102"));
    assertThat(groups.of(host("2001:0:0:0:0:0:fefd:fcfb"))).isEqualTo(Bytes.fromHex("010102"));
    assertThat(groups.of(host("2803:1:2::1"))).isEqualTo(Bytes.fromHex("0228030001"));
    assertThat(groups.of(host("2001:470:abcd::1"))).isEqualTo(Bytes.fromHex("0220010470af"));
    assertThat(groups.of(host("127.0.0.1"))).isEqualTo(Bytes.fromHex("00"));
    assertThat(groups.of(host(ONION)).size()).isEqualTo(2);
  }

  @Test
  public void lengthsMustFitTheNetwork() {
    assertThatThrownBy(() -> Host.ofBip155(1, Bytes.fromHex("0102")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length 2 (should be 4)");
    assertThat(Host.ofBip155(200, Bytes.fromHex("0102"))).isEmpty();
    assertThat(Host.ofBip155(2, Bytes.fromHex("00000000000000000000ffff01020304")))
        .as("IPv4 has a network of its own")
        .contains(Host.NONE);
  }

  private static Host host(String text) {
    return HostText.read(text).orElseThrow();
  }
}
