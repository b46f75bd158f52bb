// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import static org.moneyrocket.script.psbt.FieldReader.require;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.interpreter.ScriptFlag;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SignatureEncoding;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.sign.InputSignatures.LeafKey;
import org.moneyrocket.script.sign.InputSignatures.MusigKey;
import org.moneyrocket.script.sign.InputSignatures.Signature;
import org.moneyrocket.script.sign.TaprootTree;

/** Reads a PSBT. Use an instance once. */
final class PsbtReader {
  static final Bytes MAGIC = Bytes.fromHex("70736274ff");

  private static final ScriptFlags STRICT = ScriptFlags.of(ScriptFlag.DERSIG, ScriptFlag.STRICTENC);
  private static final int MAX_VERSION = 2;
  private static final int GLOBAL_KEY_BYTES = 1 + 4 + ExtendedPublicKey.BYTES;
  private static final long NO_VALUE = -1;

  private final ByteReader in;
  private @Nullable Transaction unsigned;
  private @Nullable Integer transactionVersion;
  private OptionalLong fallbackLockTime = OptionalLong.empty();
  private OptionalLong inputCount = OptionalLong.empty();
  private OptionalLong outputCount = OptionalLong.empty();
  private OptionalInt modifiable = OptionalInt.empty();
  private long version;

  private PsbtReader(Bytes bytes) {
    this.in = new ByteReader(bytes);
  }

  static Psbt read(Bytes bytes) throws PsbtException {
    PsbtReader reader = new PsbtReader(bytes);
    try {
      Psbt psbt = reader.read();
      if (reader.in.remaining() > 0) {
        throw new PsbtException("extra data after PSBT");
      }
      return psbt;
    } catch (DecodeException e) {
      throw PsbtException.inStream(streamError(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Reduces an error of our reader to what Bitcoin Core says, which names no places and numbers.
   */
  private static String streamError(String message) {
    String tooLarge = "ReadCompactSize(): size too large";
    if (message.startsWith("end of data")) {
      return "SpanReader::read(): end of data";
    }
    return message.startsWith(tooLarge) ? tooLarge : message;
  }

  private Psbt read() throws DecodeException, PsbtException {
    require(in.bytes(MAGIC.size()).equals(MAGIC), "Invalid PSBT magic bytes");
    Psbt keys = new Psbt(0); // fields come before their version is known
    FieldReader fields = new FieldReader(in, "global");
    while (fields.next()) {
      global(fields, keys);
    }
    checkVersion();
    Psbt psbt = new Psbt((int) version);
    psbt.proprietary().addAll(keys.proprietary());
    psbt.unknown().putAll(keys.unknown());
    psbt.globalKeys().putAll(keys.globalKeys());
    psbt.modifiable = modifiable;
    Transaction transaction = unsigned;
    long inputs;
    long outputs;
    if (transaction != null) {
      psbt.transactionVersion = transaction.version();
      psbt.fallbackLockTime = OptionalLong.of(Integer.toUnsignedLong(transaction.lockTime()));
      inputs = transaction.inputs().size();
      outputs = transaction.outputs().size();
    } else {
      psbt.transactionVersion = transactionVersion == null ? 0 : transactionVersion;
      psbt.fallbackLockTime = fallbackLockTime;
      inputs = inputCount.orElse(0);
      outputs = outputCount.orElse(0);
    }
    for (int i = 0; i < inputs && in.remaining() > 0; i++) {
      psbt.inputs().add(input(transaction == null ? null : transaction.inputs().get(i)));
    }
    require(
        psbt.inputs().size() == inputs,
        "Inputs provided does not match the number of inputs in transaction.");
    for (int i = 0; i < outputs && in.remaining() > 0; i++) {
      psbt.outputs().add(output(transaction == null ? null : transaction.outputs().get(i)));
    }
    require(
        psbt.outputs().size() == outputs,
        "Outputs provided does not match the number of outputs in transaction.");
    return psbt;
  }

  private void global(FieldReader field, Psbt keys) throws DecodeException, PsbtException {
    switch ((int) field.type()) {
      case 0x00 -> {
        field.requireKeySize("Global Unsigned TX", 1);
        Transaction transaction = field.sized(value -> Transaction.read(value, false));
        for (TxIn txIn : transaction.inputs()) {
          require(
              txIn.scriptSig().isEmpty(),
              "Unsigned tx does not have empty scriptSigs and scriptWitnesses.");
        }
        unsigned = transaction;
      }
      case 0x01 -> {
        field.requireKeySize("Global XPUB", GLOBAL_KEY_BYTES);
        Bytes data = field.keyData();
        ExtendedPublicKey key =
            ExtendedPublicKey.decode(data.slice(4, ExtendedPublicKey.BYTES))
                .orElseThrow(() -> PsbtException.inStream("Invalid pubkey"));
        int prefix =
            data.unsigned(0) << 24
                | data.unsigned(1) << 16
                | data.unsigned(2) << 8
                | data.unsigned(3);
        keys.addGlobalKey(field.origin(), new Psbt.GlobalKey(prefix, key));
      }
      case 0x02 -> {
        field.requireKeySize("Global Transaction Version", 1);
        transactionVersion = field.sized(ByteReader::i32);
      }
      case 0x03 -> {
        field.requireKeySize("Global Fallback Locktime", 1);
        fallbackLockTime = OptionalLong.of(field.sized(ByteReader::u32));
      }
      case 0x04 -> {
        field.requireKeySize("Global Input Count", 1);
        inputCount = OptionalLong.of(field.sized(ByteReader::compactSize));
      }
      case 0x05 -> {
        field.requireKeySize("Global Output Count", 1);
        outputCount = OptionalLong.of(field.sized(ByteReader::compactSize));
      }
      case 0x06 -> {
        field.requireKeySize("Global TX Modifiable Flags", 1);
        modifiable = OptionalInt.of(field.sized(ByteReader::u8));
      }
      case 0xfb -> {
        field.requireKeySize("Global PSBT Version", 1);
        version = field.sized(ByteReader::u32);
        require(version <= MAX_VERSION, "Unsupported version number");
      }
      default -> field.keep(keys);
    }
  }

  private void checkVersion() throws PsbtException {
    require(version != 0 || unsigned != null, "No unsigned transaction was provided");
    if (version == 0) {
      forbid(transactionVersion != null, "PSBT_GLOBAL_TX_VERSION");
      forbid(fallbackLockTime.isPresent(), "PSBT_GLOBAL_FALLBACK_LOCKTIME");
      forbid(inputCount.isPresent(), "PSBT_GLOBAL_INPUT_COUNT");
      forbid(outputCount.isPresent(), "PSBT_GLOBAL_OUTPUT_COUNT");
      forbid(modifiable.isPresent(), "PSBT_GLOBAL_TX_MODIFIABLE");
      return;
    }
    require(version != 1, "There is no PSBT version 1");
    require(transactionVersion != null, "PSBT_GLOBAL_TX_VERSION is required in PSBTv2");
    require(inputCount.isPresent(), "PSBT_GLOBAL_INPUT_COUNT is required in PSBTv2");
    require(outputCount.isPresent(), "PSBT_GLOBAL_OUTPUT_COUNT is required in PSBTv2");
    require(unsigned == null, "PSBT_GLOBAL_UNSIGNED_TX is not allowed in PSBTv2");
  }

  private static void forbid(boolean present, String name) throws PsbtException {
    require(!present, name + " is not allowed in PSBTv0");
  }

  private void requireVersion2(String what) throws PsbtException {
    require(version >= 2, what + " is not allowed in PSBTv0");
  }

  // ---- inputs

  private @Nullable Txid previousTxid;
  private @Nullable Integer previousIndex;

  private PsbtInput input(@Nullable TxIn known) throws DecodeException, PsbtException {
    previousTxid = null;
    previousIndex = null;
    OutPoint nowhere = new OutPoint(new Txid(Bytes.wrap(new byte[32])), 0);
    PsbtInput input =
        known == null
            ? new PsbtInput(nowhere, OptionalInt.empty())
            : new PsbtInput(known.prevout(), OptionalInt.of(known.sequence()));
    FieldReader fields = new FieldReader(in, "input");
    while (fields.next()) {
      if (!scripts(fields, input) && !version2(fields, input) && !taproot(fields, input)) {
        fields.keep(input);
      }
    }
    if (known == null) {
      Txid txid = previousTxid;
      Integer index = previousIndex;
      require(txid != null, "Previous TXID is required in PSBTv2");
      require(index != null, "Previous output's index is required in PSBTv2");
      if (txid != null && index != null) {
        input.prevout = new OutPoint(txid, index);
      }
    }
    Transaction previous = input.nonWitnessUtxo;
    if (previous != null) {
      require(
          previous.txid().equals(input.prevout.txid()),
          "Non-witness UTXO does not match outpoint hash");
      require(
          Integer.toUnsignedLong(input.prevout.index()) < previous.outputs().size(),
          "Input specifies output index that does not exist");
    }
    return input;
  }

  private static boolean scripts(FieldReader field, PsbtInput input)
      throws DecodeException, PsbtException {
    switch ((int) field.type()) {
      case 0x00 -> {
        field.requireKeySize("Input Non-witness UTXO", 1);
        input.nonWitnessUtxo = field.sized(Transaction::read);
      }
      case 0x01 -> {
        field.requireKeySize("Input Witness UTXO", 1);
        TxOut output = field.sized(TxOut::read);
        input.witnessUtxo = output.valueSats() == NO_VALUE ? null : output;
      }
      case 0x02 -> {
        PublicKey key = field.keyInKey("partial signature pubkey");
        Bytes signature = field.bytes();
        require(
            !signature.isEmpty() && SignatureEncoding.check(signature, STRICT).isOk(),
            "Signature is not a valid encoding");
        input.partialSignatures().putIfAbsent(key.hash(), new Signature(key, signature));
      }
      case 0x03 -> {
        field.requireKeySize("Input Sighash Type", 1);
        input.hashType = OptionalInt.of(field.sized(ByteReader::i32));
      }
      case 0x04 -> {
        field.requireKeySize("Input redeemScript", 1);
        input.redeemScript = field.bytes();
      }
      case 0x05 -> {
        field.requireKeySize("Input witnessScript", 1);
        input.witnessScript = field.bytes();
      }
      case 0x06 -> field.keyWithOrigin(input.keys());
      case 0x07 -> {
        field.requireKeySize("Input Final scriptSig", 1);
        input.finalScriptSig = field.bytes();
      }
      case 0x08 -> {
        field.requireKeySize("Input Final scriptWitness", 1);
        input.finalWitness = List.copyOf(field.sized(PsbtReader::stack));
      }
      case 0x0a, 0x0b, 0x0c, 0x0d -> {
        var hash = Preimages.HASHES.get((int) field.type() - Preimages.FIRST_TYPE);
        field.requireKeySize(Preimages.label(hash), Preimages.hashBytes(hash) + 1);
        input.preimages(hash).putIfAbsent(field.keyData(), field.bytes());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static List<Bytes> stack(ByteReader in) throws DecodeException {
    List<Bytes> stack = new ArrayList<>();
    for (int count = in.count(1); count > 0; count--) {
      stack.add(in.varBytes());
    }
    return stack;
  }

  private boolean version2(FieldReader field, PsbtInput input)
      throws DecodeException, PsbtException {
    switch ((int) field.type()) {
      case 0x0e -> {
        field.requireKeySize("Input Previous TXID", 1);
        requireVersion2("Previous txid");
        previousTxid = field.sized(Txid::read);
      }
      case 0x0f -> {
        field.requireKeySize("Input Previous Output's Index", 1);
        requireVersion2("Previous output's index");
        previousIndex = field.sized(ByteReader::i32);
      }
      case 0x10 -> {
        field.requireKeySize("Input Sequence", 1);
        requireVersion2("Sequence");
        input.sequence = OptionalInt.of(field.sized(ByteReader::i32));
      }
      case 0x11 -> {
        field.requireKeySize("Input Required Time Based Locktime", 1);
        requireVersion2("Required time based locktime");
        long time = field.sized(ByteReader::u32);
        require(
            time >= Limits.LOCKTIME_THRESHOLD,
            "Required time based locktime is invalid (less than 500000000)");
        input.requiredTime = OptionalLong.of(time);
      }
      case 0x12 -> {
        field.requireKeySize("Input Required Height Based Locktime", 1);
        requireVersion2("Required height based locktime");
        long height = field.sized(ByteReader::u32);
        require(
            height < Limits.LOCKTIME_THRESHOLD,
            "Required height based locktime is invalid (greater than or equal to 500000000)");
        require(height != 0, "Required height based locktime is invalid (0)");
        input.requiredHeight = OptionalLong.of(height);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean taproot(FieldReader field, PsbtInput input)
      throws DecodeException, PsbtException {
    switch ((int) field.type()) {
      case 0x13 -> {
        field.requireKeySize("Input Taproot Key Path Signature", 1);
        input.taprootKeySignature = schnorr(field.bytes(), "key");
      }
      case 0x14 -> {
        field.requireKeySize("Input Taproot Script Path Signature", 65);
        Bytes data = field.keyData();
        input
            .taprootLeafSignatures()
            .putIfAbsent(
                new LeafKey(new XonlyKey(data.slice(0, 32)), data.slice(32, 32)),
                schnorr(field.bytes(), "script"));
      }
      case 0x15 -> {
        int size = field.key().size();
        require(size >= 34, "Input Taproot leaf script key is not at least 34 bytes");
        require(
            (size - 2) % 32 == 0,
            "Input Taproot leaf script key's control block size is not valid");
        Bytes value = field.bytes();
        require(!value.isEmpty(), "Input Taproot leaf script must be at least 1 byte");
        int last = value.size() - 1;
        input.addTaprootLeaf(
            new TaprootTree.Leaf(value.unsigned(last), value.slice(0, last)), field.keyData());
      }
      case 0x16 -> field.taprootKey("Input", input.taprootKeys());
      case 0x17 -> {
        field.requireKeySize("Input Taproot Internal Key", 1);
        input.taprootInternalKey = internalKey(field);
      }
      case 0x18 -> {
        field.requireKeySize("Input Taproot Merkle Root", 1);
        Bytes root = field.sized(value -> value.bytes(32));
        input.taprootMerkleRoot = isZero(root) ? null : root;
      }
      case 0x1a -> field.participants("Input", input.musigParticipants());
      case 0x1b -> {
        MusigField place = musigField(field, "pubnonce");
        Bytes nonce = field.bytes();
        require(nonce.size() == 66, "Input musig2 pubnonce value is not 66 bytes");
        input
            .musigNonces()
            .computeIfAbsent(place.key, _ -> new TreeMap<>())
            .putIfAbsent(place.participant, nonce);
      }
      case 0x1c -> {
        MusigField place = musigField(field, "partial sig");
        Bytes signature = field.sized(value -> value.bytes(32));
        input
            .musigPartialSignatures()
            .computeIfAbsent(place.key, _ -> new TreeMap<>())
            .putIfAbsent(place.participant, signature);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Bytes schnorr(Bytes signature, String path) throws PsbtException {
    String what = "Input Taproot " + path + " path signature is ";
    require(signature.size() >= 64, what + "shorter than 64 bytes");
    require(signature.size() <= 65, what + "longer than 65 bytes");
    return signature;
  }

  private record MusigField(MusigKey key, PublicKey participant) {}

  private static MusigField musigField(FieldReader field, String what) throws PsbtException {
    int size = field.key().size();
    require(
        size == 67 || size == 99,
        "Input musig2 " + what + " key is not expected size of 67 or 99 bytes");
    Bytes data = field.keyData();
    PublicKey aggregate =
        FieldReader.publicKey(data.slice(33, 33), "musig2 aggregate pubkey is invalid");
    PublicKey participant =
        FieldReader.publicKey(data.slice(0, 33), "musig2 participant pubkey is invalid");
    Bytes leaf = data.slice(66, data.size() - 66);
    return new MusigField(new MusigKey(aggregate, isZero(leaf) ? Bytes.EMPTY : leaf), participant);
  }

  private static @Nullable XonlyKey internalKey(FieldReader field)
      throws DecodeException, PsbtException {
    Bytes key = field.sized(value -> value.bytes(32));
    return isZero(key) ? null : new XonlyKey(key);
  }

  private static boolean isZero(Bytes bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  // ---- outputs

  private PsbtOutput output(@Nullable TxOut known) throws DecodeException, PsbtException {
    PsbtOutput output = new PsbtOutput(known == null ? new TxOut(0, Bytes.EMPTY) : known);
    OptionalLong amount = OptionalLong.empty();
    Bytes script = null;
    FieldReader field = new FieldReader(in, "output");
    while (field.next()) {
      switch ((int) field.type()) {
        case 0x00 -> {
          field.requireKeySize("Output redeemScript", 1);
          output.redeemScript = field.bytes();
        }
        case 0x01 -> {
          field.requireKeySize("Output witnessScript", 1);
          output.witnessScript = field.bytes();
        }
        case 0x02 -> field.keyWithOrigin(output.keys());
        case 0x03 -> {
          field.requireKeySize("Output Amount", 1);
          requireVersion2("Output amount");
          amount = OptionalLong.of(field.sized(ByteReader::i64));
        }
        case 0x04 -> {
          field.requireKeySize("Output Script", 1);
          requireVersion2("Output script");
          script = field.bytes();
        }
        case 0x05 -> {
          field.requireKeySize("Output Taproot Internal Key", 1);
          output.taprootInternalKey = internalKey(field);
        }
        case 0x06 -> {
          field.requireKeySize("Output Taproot Tree Key", 1);
          output.taprootTree = tree(field.bytes());
        }
        case 0x07 -> field.taprootKey("Output", output.taprootKeys());
        case 0x08 -> field.participants("Output", output.musigParticipants());
        default -> field.keep(output);
      }
    }
    if (known == null) {
      require(amount.isPresent(), "Output amount is required in PSBTv2");
      require(script != null, "Output script is required in PSBTv2");
      if (script != null) {
        output.output = new TxOut(amount.orElse(0), script);
      }
    }
    return output;
  }

  private static List<PsbtOutput.TreeLeaf> tree(Bytes value) throws DecodeException, PsbtException {
    require(!value.isEmpty(), "Output Taproot tree must not be empty");
    ByteReader in = new ByteReader(value);
    List<PsbtOutput.TreeLeaf> leaves = new ArrayList<>();
    while (in.remaining() > 0) {
      int depth = in.u8();
      int leafVersion = in.u8();
      Bytes script = in.varBytes();
      require(
          depth <= TaprootTree.MAX_DEPTH,
          "Output Taproot tree has as leaf greater than Taproot maximum depth");
      require(
          (leafVersion & 1) == 0, "Output Taproot tree has a leaf with an invalid leaf version");
      leaves.add(new PsbtOutput.TreeLeaf(depth, leafVersion, script));
    }
    require(PsbtOutput.tree(leaves).isPresent(), "Output Taproot tree is malformed");
    return List.copyOf(leaves);
  }
}
