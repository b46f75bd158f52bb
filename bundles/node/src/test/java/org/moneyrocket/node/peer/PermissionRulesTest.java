// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.Test;

public class PermissionRulesTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private static PermissionRules rules(String... entries) {
    return new PermissionRules(List.of(entries), true, false);
  }

  @Test
  public void anEntryWithoutPermissionsGivesTheUsualOnes() {
    assertThat(rules("127.0.0.1").permissionsOf(HERE, true))
        .containsExactlyInAnyOrder(
            Permission.NOBAN, Permission.MEMPOOL, Permission.DOWNLOAD, Permission.RELAY);
    assertThat(rules("127.0.0.1").permissionsOf(HERE, false)).isEmpty();
  }

  @Test
  public void directionsAreToldApart() {
    PermissionRules rules = rules("out,addr@127.0.0.0/8");
    assertThat(rules.permissionsOf(HERE, false)).containsExactly(Permission.ADDR);
    assertThat(rules.permissionsOf(HERE, true)).isEmpty();
  }

  @Test
  public void whoComesToAnAddressOfWhitebindHasItsPermissions() {
    assertThat(rules().ofBind("forcerelay,addr@127.0.0.1:8333"))
        .containsExactlyInAnyOrder(Permission.FORCERELAY, Permission.RELAY, Permission.ADDR);
    assertThat(rules().ofBind("127.0.0.1:8333")).contains(Permission.NOBAN);
  }

  @Test
  public void nonsenseIsNamed() {
    assertThatThrownBy(() -> rules("in,out@127.0.0.1"))
        .hasMessage("Only direction was set, no permissions: 'in,out@127.0.0.1'");
    assertThatThrownBy(() -> rules("oopsie@127.0.0.1"))
        .hasMessage("Invalid P2P permission: 'oopsie'");
    assertThatThrownBy(() -> rules("noban@127.0.0.1:230")).hasMessageContaining("Invalid netmask");
    assertThatThrownBy(() -> rules().ofBind("out,noban@127.0.0.1:1"))
        .hasMessageContaining("only be used for incoming");
    assertThatThrownBy(() -> rules().ofBind("in@127.0.0.1:1"))
        .hasMessageStartingWith("Only direction was set");
  }
}
