// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.event.RemoteListener;
import org.moneyrocket.ipc.codec.Contract;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.reference.Held;

/** Sends the calls of a stand-in to the object it stands for. */
public final class StandIn implements InvocationHandler {
  private static final Object[] NONE = {};

  private final Caller caller;
  private final Held[] held;

  private StandIn(Caller caller, Held[] held) {
    this.caller = caller;
    this.held = held;
  }

  /** Makes a stand-in with the contracts of {@code held}, all of one object. */
  public static Object create(Caller caller, List<Held> held) {
    List<Class<?>> interfaces = new ArrayList<>();
    boolean oneWay = false;
    for (Held one : held) {
      interfaces.add(one.contract().type());
      oneWay |= one.contract().oneWay();
    }
    ClassLoader loader = interfaces.get(0).getClassLoader();
    if (oneWay && loader != null) {
      interfaces.add(RemoteListener.class);
      loader = loaderThatSees(loader, RemoteListener.class);
    }
    return Proxy.newProxyInstance(
        loader,
        interfaces.toArray(Class<?>[]::new),
        new StandIn(caller, held.toArray(Held[]::new)));
  }

  /** The contract's own loader where it can, else ours, which can see both. */
  private static ClassLoader loaderThatSees(ClassLoader loader, Class<?> type) {
    try {
      if (Class.forName(type.getName(), false, loader) == type) {
        return loader;
      }
    } catch (ClassNotFoundException e) {
      return StandIn.class.getClassLoader();
    }
    return StandIn.class.getClassLoader();
  }

  /**
   * Returns what {@code object} stands for under {@code contract}, or null if it is no stand-in of
   * {@code caller}.
   */
  public static @Nullable Held of(Object object, Caller caller, Contract contract) {
    if (!Proxy.isProxyClass(object.getClass())
        || !(Proxy.getInvocationHandler(object) instanceof StandIn standIn)
        || standIn.caller != caller) {
      return null;
    }
    for (Held one : standIn.held) {
      if (one.contract().equals(contract)) {
        return one;
      }
    }
    return null;
  }

  /** Returns everything {@code object} stands for; empty if it is no stand-in of {@code caller}. */
  public static List<Held> of(Object object, Caller caller) {
    if (Proxy.isProxyClass(object.getClass())
        && Proxy.getInvocationHandler(object) instanceof StandIn standIn
        && standIn.caller == caller) {
      return List.of(standIn.held);
    }
    return List.of();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    for (Held one : held) {
      int index = one.contract().indexOf(method);
      if (index >= 0) {
        MethodSpec spec = one.contract().method(index);
        if (spec == null) {
          throw new IllegalStateException(method + " has no number");
        }
        if (spec.oneWay()) {
          caller.emit(one, spec, arguments);
          return null;
        }
        return caller.call(one, spec, arguments);
      }
    }
    Class<?> owner = method.getDeclaringClass();
    Object[] values = arguments == null ? NONE : arguments;
    if (owner == Object.class) {
      return ownMethod(proxy, method, values);
    }
    if (owner == RemoteListener.class) {
      return listenerMethod(method, values);
    }
    return InvocationHandler.invokeDefault(proxy, method, values);
  }

  private Object ownMethod(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> held[0] + " of " + caller.peerName();
    };
  }

  private @Nullable Object listenerMethod(Method method, Object[] arguments)
      throws InterruptedException {
    Held listener = held[0];
    return switch (method.getName()) {
      case "endDelivery" -> {
        caller.endDelivery(listener);
        yield null;
      }
      case "awaitRoom" -> caller.awaitRoom(listener, (Duration) arguments[0]);
      case "awaitDelivered" -> caller.awaitDelivered(listener, (Duration) arguments[0]);
      default -> caller.isGone(listener);
    };
  }
}
