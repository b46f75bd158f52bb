// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import java.util.Optional;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorCache;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.store.DescriptorRecord;
import org.moneyrocket.wallet.store.WalletRecords;

/** Writes the descriptors of a wallet in their public form into another file. */
public final class PublicCopy {
  private final KeyRing ring;
  private final WalletRecords to;

  public PublicCopy(KeyRing ring, WalletRecords to) {
    this.ring = ring;
    this.to = to;
  }

  /** Writes descriptors, what is needed to expand them, and which of them are active. */
  public void write() {
    ring.descriptors().forEach(this::write);
  }

  private void write(OwnedDescriptor owned) {
    Descriptor descriptor = publicForm(owned);
    DescriptorRecord before = owned.record();
    DescriptorRecord record =
        new DescriptorRecord(
            descriptor.toString(),
            before.creationTime(),
            before.nextIndex(),
            before.rangeStart(),
            before.rangeEnd());
    DescriptorCache cache = owned.cache();
    if (descriptor.canSelfExpand()) {
      // The public form begins behind the last hardened step, so its own cache is a small one.
      cache = new DescriptorCache();
      descriptor.expandAndCache(before.rangeStart(), new SigningData(), cache);
    }
    OwnedDescriptor.write(to, descriptor.id(), record, cache);
    for (OutputType type : DefaultDescriptors.TYPES) {
      for (boolean change : new boolean[] {false, true}) {
        if (ring.active(type, change).equals(Optional.of(owned))) {
          to.putActive(type.ordinal(), change, descriptor.id());
        }
      }
    }
  }

  private Descriptor publicForm(OwnedDescriptor owned) {
    String text =
        owned
            .publicText()
            .orElseThrow(() -> new IllegalStateException("Can't get descriptor string."));
    try {
      return Descriptor.parse(text, ring.format(), true).descriptors().get(0);
    } catch (DescriptorException e) {
      throw new IllegalStateException("our own descriptor cannot be read", e);
    }
  }
}
