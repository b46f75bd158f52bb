// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import org.osgi.service.remoteserviceadmin.EndpointDescription;

/**
 * Who is told about services that peers offer. News of one peer comes in order and on one thread,
 * but the same arrival may be told twice, and several peers are independent of each other.
 */
interface Discovery {
  /** A peer offers a service. */
  void arrived(EndpointDescription endpoint);

  /** The service is not there any more; never before its arrival. */
  void gone(EndpointDescription endpoint);
}
