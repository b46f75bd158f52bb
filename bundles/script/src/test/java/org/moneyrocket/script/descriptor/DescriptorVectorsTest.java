// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.sign.SigningData;

/** Descriptors whose checksum and addresses were read off another node. */
public class DescriptorVectorsTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final String G1 =
      "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
  private static final String G2 =
      "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
  private static final String G3 =
      "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
  private static final String X1 =
      "tpubD6NzVbkrYhZ4YhkTrZx5LG2WJrRbDFejCDnGqPUw9WKb7RYEsmmFd9vPnGkW9Xpj4D9qHWdoaf6YQUyy521DhNocPVSbsgGkooUkpUYd8tU";
  private static final String X2 =
      "tpubDCNVDbUJdAZaNhugAhT1RAuEKcxY5rMu2rED3FuVgmFtaoL4PupujxLSgKWUqEx8nm4AAKbigjNgMPy9wxEzBdqiYYuSLLZaSU8HPJ7hrXR";

  /**
   * Descriptor, checksum, then addresses: a single one, those of combo, or positions 0 and 1 of
   * each version.
   */
  private static final String[][] VECTORS = {
    {"pkh(G1)", "e48zzw02", "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"},
    {"wpkh(G1)", "ucxz0gak", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"},
    {"sh(wpkh(G1))", "jqtwwlah", "2NAUYAHhujozruyzpsFRP63mbrdaU5wnEpN"},
    {
      "combo(G1)",
      "lq9sf04s",
      "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r",
      "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
      "2NAUYAHhujozruyzpsFRP63mbrdaU5wnEpN"
    },
    {"sh(multi(2,G1,G2,G3))", "07tnuwj6", "2MuFU6ZyBLtDNadMA6RnwJdXGWUSUaoKLeS"},
    {
      "wsh(sortedmulti(2,G3,G1,G2))",
      "daxwzwy2",
      "bcrt1qztp0l0rwc8846ardl02fkyrrx43p96j47scz8l7qz3vnfteqc4eq3cu8hw"
    },
    {"sh(wsh(multi(1,G1,G2)))", "e0dt5wt4", "2NA17ckxnzsXvQsECnEwjtf2MhRo1s8tPB5"},
    {"tr(G1)", "3q50ef67", "bcrt1pmfr3p9j00pfxjh0zmgp99y8zftmd3s5pmedqhyptwy6lm87hf5ssm803es"},
    {"rawtr(G1)", "dum7c839", "bcrt1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqc8gma6"},
    {
      "tr(G1,{pk(G2),pk(G3)})",
      "pehy67lw",
      "bcrt1pprj5dr4rgrw835zyx8ncp9qe54n3ljcgcft0tw9mlj657udee6nq47mg8u"
    },
    {
      "tr(G1,{pk(G2),{multi_a(1,G2,G3),sortedmulti_a(2,G3,G2)}})",
      "jdegcyjt",
      "bcrt1pmnfvzckcss57q8cw04pds84zdckwsshqgknc60c2l4tp9q2w3mxqmgemvv"
    },
    {
      "tr(musig(G1,G2))",
      "66hvu7f5",
      "bcrt1p405nwnnqu3gcl77xrxcde0vw26jc5ffae540a50cm6cffcxxstkq76jhsj"
    },
    {
      "tr(musig(G2,G1))",
      "rp9cqd0e",
      "bcrt1p405nwnnqu3gcl77xrxcde0vw26jc5ffae540a50cm6cffcxxstkq76jhsj"
    },
    {
      "rawtr(musig(G1,G2,G3))",
      "qcjrx7t0",
      "bcrt1pp2q3z56zjmt0au4j8tvx6rvc9daj7rlx5j8s8vvz092d5gpxlrwqkxspkz"
    },
    {
      "wsh(and_v(v:pk(G1),older(10)))",
      "2a53djkp",
      "bcrt1qc88jqu9p6we3jf3z898yygxzv82z8w24p2aa2d2rerya49wcdrpsragl36"
    },
    {
      "wsh(thresh(2,pk(G1),s:pk(G2),sln:older(10)))",
      "lh08epjk",
      "bcrt1qszv49cu63ejjrvuatqejfnxlhxsccwu96s0hx4vn5pkh957pgugs2645lw"
    },
    {
      "wsh(andor(pk(G1),older(1008),pk(G2)))",
      "h93hmc4t",
      "bcrt1ql8zwlxkk6fp6mdjff3t8mpqqrpqpdzu6c7mw3etwzxe3dpy4w8kq22nlle"
    },
    {
      "tr(G1,and_v(v:pk(G2),after(100)))",
      "qdcdnqvr",
      "bcrt1p28pjt5t9770cx0jppcsf3n634lcwclpu3cmr7dlfz6lz5epw94dqsxyswl"
    },
    {
      "wsh(or_d(pk(G1),and_v(v:pkh(G2),older(144))))",
      "jsdpg7ny",
      "bcrt1qf6ggxq55vq0qefpv6u76dnka0vxxamzlvm6vezjwphvgzq6lxsrqe2y2fw"
    },
    {
      "wpkh(X1/<0;1>/*)",
      "s8yl6870",
      "bcrt1q7gfdy2r23g00jn497rmt73ucngjpy6qlpsfd76",
      "bcrt1q6c7elsu49yk7kvv83d88t26thwwrh42zjv7lq6",
      "bcrt1qskmzyq8zm3wyc5ujpt7ktzjpfl7xuynfl3f8lt",
      "bcrt1ql82wjstyn5hyvrsp87kzy0exrjr0w4n006pufl"
    },
    {
      "tr(musig(X1,X2)/0/*)",
      "hxg7w8k8",
      "bcrt1pk6aeym83wuzmmlj6as3q8ry46hufar08sztgnphc0plhjfas7mds5myasr",
      "bcrt1phc37dc3njdaa2g9flrr54mrxhsh2r5hhxsp9tspkw7l46s87zj3qeps0ff"
    },
    {
      "tr(musig(X1/*,X2/*))",
      "rjgfps0s",
      "bcrt1ptxy6fdsdncxyuvywajfzn0gnyuq3tawm6h2v39ke8lm27k0rqjqql9vyct",
      "bcrt1ph4zuundr597srtjc6gqyqajg6cz5dw9vzqflh38ekv8pj8sh22hq9pl53c"
    },
  };

  @Test
  public void checksumsAndAddressesAreThoseOfTheVectors() throws Exception {
    int rows = 0;
    for (String[] row : VECTORS) {
      String payload =
          row[0]
              .replace("G1", G1)
              .replace("G2", G2)
              .replace("G3", G3)
              .replace("X1", X1)
              .replace("X2", X2);
      String text = payload + "#" + row[1];
      assertThat(DescriptorChecksum.of(payload)).as(row[0]).hasValue(row[1]);
      List<String> addresses = new ArrayList<>();
      Descriptor.Parsed parsed = Descriptor.parse(text, REGTEST, true);
      for (Descriptor descriptor : parsed.descriptors()) {
        assertThat(descriptor.canSelfExpand()).isTrue();
        for (int position = 0; position <= (descriptor.isRange() ? 1 : 0); position++) {
          DescriptorCache cache = new DescriptorCache();
          var expansion =
              descriptor.expandAndCache(position, new SigningData(), cache).orElseThrow();
          for (Bytes script : expansion.scripts()) {
            REGTEST.addressOf(script).ifPresent(addresses::add);
          }
          assertThat(descriptor.expandFromCache(position, cache).orElseThrow().scripts())
              .isEqualTo(expansion.scripts());
          assertInferred(descriptor, expansion);
        }
      }
      if (parsed.descriptors().size() == 1) {
        assertThat(parsed.descriptors().get(0)).hasToString(text);
      }
      assertThat(addresses).as(row[0]).containsExactly(Arrays.copyOfRange(row, 2, row.length));
      rows++;
    }
    assertThat(rows).isEqualTo(22);
  }

  private static void assertInferred(Descriptor descriptor, Descriptor.Expansion expansion) {
    for (Bytes script : expansion.scripts()) {
      Descriptor inferred = Descriptor.infer(script, expansion.data(), REGTEST);
      assertThat(inferred.isSolvable()).isTrue();
      assertThat(inferred.expand(0, new SigningData()).orElseThrow().scripts())
          .as("%s inferred from %s", inferred, descriptor)
          .containsExactly(script);
    }
  }
}
