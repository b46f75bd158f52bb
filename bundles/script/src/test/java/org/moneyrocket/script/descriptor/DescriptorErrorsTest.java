// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.script.address.ChainFormat;

public class DescriptorErrorsTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final String K =
      "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
  private static final String U =
      "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
          + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
  private static final String X =
      "tpubD6NzVbkrYhZ4YhkTrZx5LG2WJrRbDFejCDnGqPUw9WKb7RYEsmmFd9vPnGkW9Xpj4D9qHWdoaf6YQUyy521DhNocPVSbsgGkooUkpUYd8tU";

  private static final String[][] ERRORS = {
    {"pkh()", "pkh(): No key provided"},
    {"wsh(multi(1,K,))", "Multi: No key provided"},
    {"multi(1,)", "Multi: No key provided"},
    {"tr(K,)", "'' is not a valid descriptor function"},
    {"pkh( K)", "pkh(): Key ' K' is invalid due to whitespace"},
    {"wpkh(U)", "wpkh(): Uncompressed keys are not allowed"},
    {"wsh(pkh(U))", "pkh(): Uncompressed keys are not allowed"},
    {"pkh(06U)", "pkh(): Hybrid public keys are not allowed"},
    {"combo(zz)", "combo(): key 'zz' is not valid"},
    {"pkh(K/0)", "pkh(): key 'K' is not valid"},
    {"pkh(X//0)", "pkh(): Key path value '' is not valid"},
    {"pkh(X/a)", "pkh(): Key path value 'a' is not a valid uint32"},
    {"pkh(X/4294967296)", "pkh(): Key path value '4294967296' is not a valid uint32"},
    {"pkh(X/2147483648)", "pkh(): Key path value 2147483648 is out of range"},
    {
      "pkh([01020304/<0;1>]X)",
      "pkh(): Key path value '<0;1>' specifies multipath in a section where multipath is not"
          + " allowed"
    },
    {"pkh(X/<0;1>/<2;3>)", "pkh(): Multiple multipath key path specifiers found"},
    {"pkh(X/<0>)", "pkh(): Multipath key path specifiers must have at least two items"},
    {"pkh(X/<1;1>)", "pkh(): Duplicated key path value 1 in multipath specifier"},
    {"pkh([01020304]]K)", "pkh(): Multiple ']' characters found for a single pubkey"},
    {
      "pkh(01020304]K)",
      "pkh(): Key origin start '[ character expected but not found, got '0' instead"
    },
    {"pkh(]K)", "pkh(): Key origin start '[ character expected but not found, got ']' instead"},
    {"pkh([010203]K)", "pkh(): Fingerprint is not 4 bytes (6 characters instead of 8 characters)"},
    {"pkh([0102030g]K)", "pkh(): Fingerprint '0102030g' is not hex"},
    {"wsh(multi(1,musig(K,K)))", "Multi: musig() is only allowed in tr() and rawtr()"},
    {"tr(musig(K,K)))", ""},
    {"tr(musig(K,musig(K)))", "tr(): Too many ')' in musig() expression"},
    {"tr(musig())", "tr(): musig(): Must contain key expressions"},
    {
      "tr(musig(K,X)/0)", "tr(): musig(): derivation requires all participants to be xpubs or xprvs"
    },
    {
      "tr(musig(X/*,X)/0)",
      "tr(): musig(): Cannot have ranged participant keys if musig() also has derivation"
    },
    {"tr(musig(X,X)/*h)", "tr(): musig(): Cannot have hardened child derivation"},
    {"tr(musig(X,X)/0h)", "tr(): musig(): cannot have hardened derivation steps"},
    {
      "tr(musig(X/<0;1>,X)/<0;1>)",
      "tr(): musig(): Cannot have multipath participant keys if musig() is also multipath"
    },
    {
      "tr(musig(X/<0;1>,X/<0;1;2>))",
      "tr(): musig(): Multipath derivation paths have mismatched lengths"
    },
    {"sh(combo(K))", "Can only have combo() at top level"},
    {"sh(sh(pk(K)))", "Can only have sh() at top level"},
    {"sh(addr(x))", "Can only have addr() at top level"},
    {"sh(tr(K))", "Can only have tr at top level"},
    {"sh(rawtr(K))", "Can only have rawtr at top level"},
    {"sh(raw(00))", "Can only have raw() at top level"},
    {"sh(unused(K))", "Can only have unused at top level"},
    {"wsh(wpkh(K))", "Can only have wpkh() at top level or inside sh()"},
    {"wsh(wsh(pk(K)))", "Can only have wsh() at top level or inside sh()"},
    {"tr(K,multi(1,K))", "Can only have multi/sortedmulti at top level, in sh(), or in wsh()"},
    {"multi_a(1,K)", "Can only have multi_a/sortedmulti_a inside tr()"},
    {"multi(a,K)", "Multi threshold 'a' is not valid"},
    {"multi(1)", "Cannot have 0 keys in multisig; must have between 1 and 20 keys, inclusive"},
    {"multi(0,K)", "Multisig threshold cannot be 0, must be at least 1"},
    {
      "multi(2,K)",
      "Multisig threshold cannot be larger than the number of keys; threshold is 2 but only 1"
          + " keys specified"
    },
    {"multi(1,K,K,K,K)", "Cannot have 4 pubkeys in bare multisig; only at most 3 pubkeys"},
    {
      "sh(multi(1,U,U,U,U,U,U,U,U))", "P2SH script is too large, 531 bytes is larger than 520 bytes"
    },
    {
      "wsh(multi(1,X/<0;1>,X/<0;1;2>))",
      "multi(): Multipath derivation paths have mismatched lengths"
    },
    {"tr(K,{pk(K)})", "tr(): expected ',' after script expression"},
    {"tr(K,{pk(K),pk(K),pk(K)})", "tr(): expected '}' after script expression"},
    {"tr(K,pk(K),pk(K))", "tr(): expected ')' after script expression"},
    {"tr(K,{pk(X/<0;1>),pk(X/<0;1;2>)})", "tr(): Multipath subscripts have mismatched lengths"},
    {
      "tr(X/<0;1>,pk(X/<0;1;2>))",
      "tr(): Multipath internal key mismatches multipath subscripts lengths"
    },
    {"rawtr(K,pk(K))", "rawtr(): only one key expected."},
    {"unused(K,K)", "unused(): only one key expected"},
    {"unused(X/*)", "unused(): key cannot be ranged"},
    {"addr(x)", "Address is not valid"},
    {"raw(0)", "Raw script is not hex"},
    {"sh(foo)", "A function is needed within P2SH"},
    {"wsh(foo)", "A function is needed within P2WSH"},
    {"older(10)", "Miniscript expressions can only be used in wsh or tr."},
    {"wsh(older(10))", "older(10) is not sane: witnesses without signature exist"},
    {
      "wsh(and_v(v:pk(K),pk(K)))",
      "and_v(v:pk(K),pk(K)) is not sane: contains duplicate public keys"
    },
    {"wsh(and_b(pk(K),pk(X)))", "and_b(pk(K),pk(X)) is invalid"},
    {
      "wsh(and_v(v:pk(K),and_v(v:older(4194305),older(10))))",
      "and_v(v:older(4194305),older(10)) is not sane: contains mixes of timelocks expressed in"
          + " blocks and seconds"
    },
    {
      "wsh(or_i(pk(K),or_i(older(5),older(6))))",
      "or_i(older(5),older(6)) is not sane: malleable witnesses exist"
    },
    {"wsh(and_v(v:pk(K),0))", "and_v(v:pk(K),0) is not satisfiable"},
    {"wsh(and_v(v:pk(zz),1))", "key 'zz' is not valid"},
    {"wsh(and_v(vv:pk(K),1))", "A function is needed within P2WSH"},
    {
      "tr(K,and_v(v:pk(K),older(0)))",
      "'and_v(v:pk(K),older(0))' is not a valid descriptor function"
    },
    {"foo(K)", "'foo(K)' is not a valid descriptor function"},
    {"", "'' is not a valid descriptor function"},
    {"pkh(K),", ""},
    {"pkh(K)#", "Expected 8 character checksum, not 0 characters"},
    {"pkh(K)##", "Multiple '#' symbols"},
    {"pkh(\u00e9)", "Invalid characters in payload"},
    {
      "raw(00)#qwfjgwf7", "Provided checksum 'qwfjgwf7' does not match computed checksum 'qwfjgwf6'"
    },
  };

  @Test
  public void everyErrorHasItsText() {
    int rows = 0;
    for (String[] row : ERRORS) {
      assertThatThrownBy(() -> Descriptor.parse(fill(row[0]), REGTEST, false))
          .as(row[0])
          .isInstanceOf(DescriptorException.class)
          .hasMessage(fill(row[1]));
      rows++;
    }
    assertThat(rows).isEqualTo(ERRORS.length).isEqualTo(80);
    assertThatThrownBy(() -> Descriptor.parse("raw(00)", REGTEST, true))
        .hasMessage("Missing checksum");
  }

  @Test
  public void deepTreesAreLimited() throws Exception {
    assertThat(Descriptor.parse(nested(128), REGTEST, false).descriptors()).hasSize(1);
    assertThatThrownBy(() -> Descriptor.parse(nested(129), REGTEST, false))
        .hasMessage("tr() supports at most 128 nesting levels");
  }

  private static String nested(int depth) {
    return fill("tr(K," + "{pk(K),".repeat(depth) + "pk(K)" + "}".repeat(depth) + ")");
  }

  private static String fill(String text) {
    return text.replaceAll("06U", "06" + U.substring(2))
        .replaceAll("\\bU\\b", U)
        .replaceAll("(?<=[('])K|(?<=[,\\]])K", K)
        .replaceAll("\\bX\\b", X);
  }
}
