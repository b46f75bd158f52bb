// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.Test;

public class SubnetTest {
  @Test
  public void textComesBackInCanonicalForm() {
    assertThat(Subnet.parse("1.2.3.4")).get().hasToString("1.2.3.4/32");
    assertThat(Subnet.parse("1.2.3.4/24")).get().hasToString("1.2.3.0/24");
    assertThat(Subnet.parse("1.2.3.4/255.255.0.0")).get().hasToString("1.2.0.0/16");
    assertThat(Subnet.parse("2001:db8::1")).get().hasToString("2001:db8::1/128");
    assertThat(Subnet.parse("2001:db8::/32")).get().hasToString("2001:db8::/32");
  }

  @Test
  public void nonsenseIsEmpty() {
    for (String text :
        List.of("", "abc", "1.2.3", "1.2.3.4/33", "1.2.3.4/255.0.255.0", "::1/129")) {
      assertThat(Subnet.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  public void aSubnetContainsItsAddressesOnly() {
    Subnet subnet = Subnet.parse("10.1.0.0/16").orElseThrow();

    assertThat(subnet.contains(InetAddress.ofLiteral("10.1.255.255"))).isTrue();
    assertThat(subnet.contains(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
    assertThat(subnet.contains(InetAddress.ofLiteral("::1"))).isFalse();
  }

  @Test
  public void permissionsComeFromAllMatchingRules() {
    PermissionRules rules =
        new PermissionRules(List.of("noban@127.0.0.1", "relay,out@127.0.0.0/8"), true, false);

    assertThat(rules.permissionsOf(InetAddress.ofLiteral("127.0.0.1"), true))
        .containsExactlyInAnyOrder(Permission.NOBAN, Permission.DOWNLOAD);
    assertThat(rules.permissionsOf(InetAddress.ofLiteral("127.0.0.1"), false))
        .containsExactly(Permission.RELAY);
    assertThat(rules.permissionsOf(InetAddress.ofLiteral("10.0.0.1"), true)).isEmpty();
  }

  @Test
  public void anUnknownPermissionIsNamed() {
    assertThatThrownBy(() -> new PermissionRules(List.of("fly@127.0.0.1"), true, false))
        .hasMessage("Invalid P2P permission: 'fly'");
    assertThatThrownBy(() -> new PermissionRules(List.of("noban@1.2.3.4.5"), true, false))
        .hasMessage("Invalid netmask specified in -whitelist: '1.2.3.4.5'");
  }
}
