// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;

/**
 * What the keys of hash tables are, found in the sources. A stranger who chooses keys that share a
 * hash code makes a table a list, so each kind of key is salted, or can be put in order (then the
 * platform turns such a list into a tree), or is not for strangers to choose. A kind that is new
 * here has to be put into one of the three.
 */
public class HashedKeysTest {
  /** Keys made of {@link Bytes}, whose hash code nobody outside can know. */
  private static final Set<Class<?>> SALTED =
      Set.of(
          Bytes.class,
          BlockHash.class,
          Endpoint.class,
          Host.class,
          InvItem.class,
          OutPoint.class,
          Txid.class,
          Wtxid.class);

  /** What the platform orders in a crowded place of a table. */
  private static final Set<String> ORDERED =
      Set.of("Character", "Integer", "Long", "String", "Path");

  /** What compares by identity, or what this program, its options or its user make. */
  private static final Set<String> OURS =
      Set.of(
          // The node's own objects, one each.
          "BlockEntry",
          "Chunk",
          "Cluster",
          "Entry",
          "Group",
          "Block",
          "MempoolEntry",
          "Orphan",
          "Peer",
          "PeerSocket",
          "Slot",
          "SelectionKey",
          // The wallet's own: they come from descriptors and from PSBTs that the user hands in.
          "Derived",
          "DerivedKey",
          "KeyOrigin",
          "LeafKey",
          "MusigKey",
          "InputSignatures.MusigKey",
          "OpenWallet",
          "OutputType",
          "Program",
          "PublicKey",
          "Round",
          "ScriptAndType",
          "TaprootTree.Leaf",
          "WalletLoader",
          "XonlyKey",
          // Addresses that the user binds, bans or names.
          "NetAddress",
          "Subnet",
          // Names of things in the program.
          "BuriedDeployment",
          "Eligibility",
          "EstimateHorizon",
          "Fragment",
          "LogCategory",
          "Net",
          "OptionFlag",
          "Option",
          "Permission",
          "PosixFilePermission",
          "Role",
          "FileVisitOption",
          "SourceLocation",
          "SpendType",
          "VersionBitsDeployment",
          // What lies between processes and bundles of ours.
          "CallLane",
          "Class",
          "Connection",
          "Contract",
          "EventInbox",
          "EventOutbox",
          "HttpConnection",
          "Method",
          "ProcessControl",
          "ServiceReference",
          "Shape",
          "TypeVariable",
          // A type's variable, and what takes anything.
          "K",
          "Object",
          "ObjectNode",
          "Node");

  /** Classes that make a hash code themselves, each without what a stranger chooses, or salted. */
  private static final Set<String> HASHING =
      Set.of(
          "Block",
          "Bytes",
          "Chunk",
          "Contract",
          "Descriptor",
          "ExponentNode",
          "Node",
          "PrivateKeyBytes",
          "RealNode",
          "Secret",
          "SecretNode",
          "SourceLocation",
          "Transaction",
          "UInt256",
          "WrittenNumberNode");

  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?:Map|Set|(?:Linked)?Hash(?:Map|Set)|ConcurrentHashMap|ConcurrentMap|Sequenced(?:Map|Set))"
              + "<\\s*(?:java\\.[a-z.]+\\.)?([A-Z][A-Za-z0-9_.]*(?:\\[\\])?)");

  private static final Pattern HASH_CODE = Pattern.compile("public (?:final )?int hashCode\\(\\)");

  @Test
  public void everyKindOfKeyIsKnown() {
    Map<String, Path> unknown = new TreeMap<>();
    Set<String> seen = new TreeSet<>();
    Set<String> salted = new TreeSet<>();
    SALTED.forEach(type -> salted.add(type.getSimpleName()));
    for (Path file : sources()) {
      Matcher found = TABLE.matcher(SourceTree.read(file));
      while (found.find()) {
        String key = found.group(1);
        seen.add(key);
        if (!salted.contains(key) && !ORDERED.contains(key) && !OURS.contains(key)) {
          unknown.put(key, file);
        }
      }
    }
    assertThat(seen).contains("Bytes", "InvItem", "OutPoint", "Endpoint");
    assertThat(unknown).as("keys of tables that nobody has thought about").isEmpty();
  }

  @Test
  public void keysOfStrangersAreMadeOfSaltedBytes() {
    for (Class<?> type : SALTED) {
      if (type == Bytes.class) {
        continue;
      }
      assertThat(type.isRecord()).as(type.getName()).isTrue();
      for (RecordComponent part : type.getRecordComponents()) {
        Class<?> kind = part.getType();
        assertThat(kind.isPrimitive() || kind.isEnum() || SALTED.contains(kind))
            .as(type.getName() + "." + part.getName())
            .isTrue();
      }
    }
  }

  @Test
  public void noOtherClassMakesAHashCodeOfItsOwn() {
    Set<String> hashing = new TreeSet<>();
    for (Path file : sources()) {
      if (HASH_CODE.matcher(SourceTree.read(file)).find()) {
        hashing.add(String.valueOf(file.getFileName()).replace(".java", ""));
      }
    }
    assertThat(hashing).isSubsetOf(HASHING).contains("Bytes");
  }

  private static List<Path> sources() {
    return SourceTree.javaFiles().stream()
        .filter(file -> SourceTree.root().relativize(file).toString().startsWith("bundles"))
        .filter(file -> file.toString().contains("/src/main/"))
        .toList();
  }
}
