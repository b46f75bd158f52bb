// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.container;

import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** The same with Aries' topology manager between the connection and the imported service. */
public class TopologyManagerTest extends TwoContainersTest {
  @Override
  @Configuration
  public Option[] container() throws Exception {
    List<String> bundles = new ArrayList<>(ContainerOptions.IPC);
    bundles.add(bundles.indexOf("org.moneyrocket.ipc"), "org.apache.aries.rsa.topology-manager");
    List<Option> options = new ArrayList<>(Arrays.asList(container(bundles)));
    options.add(frameworkProperty("moneyrocket.discovery").value("topology"));
    options.add(frameworkProperty("rsa.export.policy.filter").value("(name=moneyrocket)"));
    return options.toArray(Option[]::new);
  }
}
