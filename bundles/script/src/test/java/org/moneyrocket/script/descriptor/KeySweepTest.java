// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.sign.SigningData;

public class KeySweepTest {
  private static final ChainFormat FORMAT =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final String XPUB =
      "tpubD6NzVbkrYhZ4YhkTrZx5LG2WJrRbDFejCDnGqPUw9WKb7RYEsmmFd9vPnGkW9Xpj4D9qHWdoaf6YQUyy521Dh"
          + "NocPVSbsgGkooUkpUYd8tU";

  private static Descriptor parse(String text) throws DescriptorException {
    return Descriptor.parse(text, FORMAT, false).descriptors().get(0);
  }

  @Test
  public void makesTheScriptsThatTheDescriptorMakes() throws Exception {
    for (String form :
        List.of("pkh(%s/0/*)", "wpkh([00000001/84h]%s/1/*)", "sh(wpkh(%s/*))", "tr(%s/7/8/*)")) {
      Descriptor descriptor = parse(form.formatted(XPUB));
      DescriptorCache cache = new DescriptorCache();
      descriptor.expandAndCache(0, new SigningData(), cache);
      KeySweep sweep = KeySweep.of(descriptor, cache).orElseThrow();

      for (int position : new int[] {0, 1, 2, 77, Integer.MAX_VALUE}) {
        Descriptor.Expansion slow = descriptor.expandFromCache(position, cache).orElseThrow();
        KeySweep.Item fast = sweep.at(position).orElseThrow();
        assertThat(List.of(fast.script())).as(form).isEqualTo(slow.scripts());
        assertThat(slow.data().publicKeys().values()).containsExactly(fast.key());
      }
    }
  }

  @Test
  public void leavesEverythingElseToTheDescriptor() throws Exception {
    for (String form :
        List.of(
            "pkh(%s/0)",
            "combo(%s/*)", "wsh(pk(%s/*))", "sh(multi(1,%s/*))", "tr(%s/*,pk(%s/*))")) {
      Descriptor descriptor = parse(form.replace("%s", XPUB));
      DescriptorCache cache = new DescriptorCache();
      descriptor.expandAndCache(0, new SigningData(), cache);

      assertThat(KeySweep.of(descriptor, cache)).as(form).isEmpty();
    }
    assertThat(KeySweep.of(parse("pkh(" + XPUB + "/*)"), new DescriptorCache())).isEmpty();
  }
}
