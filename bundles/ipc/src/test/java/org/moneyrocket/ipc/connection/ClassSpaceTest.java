// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.moneyrocket.ipc.shapes.Shape;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/** Two bundles with their own copies of the contract classes, and what happens when one goes. */
public class ClassSpaceTest {
  /** Defines the test contracts anew, as the loader of another bundle would. */
  private static final class BundleLoader extends ClassLoader {
    BundleLoader() {
      super(Shapes.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.moneyrocket.ipc.shapes.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  public void resultsAreMadeOfTheConsumersClassesWhichCanGoAfterwards() throws Exception {
    try (Pair pair = new Pair()) {
      pair.server.announce("s", Map.of(), new ShapesService(), List.of(Shapes.class));
      RemoteEndpoint endpoint = pair.clientEvents.await("s");
      WeakReference<ClassLoader> loader = use(pair.client, endpoint);
      // The connection is still open: it must not be what holds on to the classes.
      ReferencesTest.await(
          () -> {
            System.gc();
            return loader.get() == null;
          });
      assertThat(pair.client.isOpen()).isTrue();
      assertThat(pair.client.statistics().calls()).isNotEmpty();
    }
  }

  private static WeakReference<ClassLoader> use(Connection connection, RemoteEndpoint endpoint)
      throws ReflectiveOperationException {
    BundleLoader bundle = new BundleLoader();
    Class<?> contract = bundle.loadClass(Shapes.class.getName());
    assertThat(contract == Shapes.class).isFalse();
    Object shapes = connection.importService(endpoint, List.<Class<?>>of(contract));
    Class<?> point = bundle.loadClass(Shape.Point.class.getName());
    Object value = point.getConstructor(int.class, int.class).newInstance(3, 4);
    Method shape = contract.getMethod("shape", bundle.loadClass(Shape.class.getName()));
    Object result = shape.invoke(shapes, value);
    // Plain comparisons of text: the assertion library and the platform's equals of records both
    // hold on to the class they saw.
    assertThat(result.toString().equals(value.toString())).isTrue();
    assertThat(result.getClass().getClassLoader() == bundle).isTrue();
    return new WeakReference<>(bundle);
  }
}
