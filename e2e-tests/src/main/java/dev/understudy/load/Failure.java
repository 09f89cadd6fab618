package dev.understudy.load;

import dev.understudy.http.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Objects;

/** Why a request got no answer. */
public enum Failure implements Outcome {
  /** Nobody listens, or kube-proxy rejects because the Service has no endpoint. */
  REFUSED,
  /** The connection was cut: the process died, or its kernel knows nothing of the connection. */
  RESET,
  /** The connection was closed in an orderly way before the answer was complete. */
  CLOSED_EARLY,
  /** No connection in time: the node is silent, or packets are dropped. */
  TIMEOUT_CONNECT,
  /** Connected, but no complete answer in time: the process hangs, or its node is silent. */
  TIMEOUT_READ,
  /** All kept connections were busy for the whole time allowed. */
  TIMEOUT_POOL,
  /** The network says that there is no way. */
  NO_ROUTE,
  /** Too many requests were in flight, so that this one was not sent. */
  SATURATED,
  /** The answer is not the HTTP understood here. */
  BAD_RESPONSE,
  /** The client's own trouble: no port or no descriptor left. */
  LOCAL,
  /** None of these; the client's log has the exception. */
  OTHER;

  @Override
  public String text() {
    return name();
  }

  static Failure connecting(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> TIMEOUT_CONNECT;
      case NoRouteToHostException _ -> NO_ROUTE;
      case BindException _ -> LOCAL;
      case ConnectException _ when says(e, "timed out") -> TIMEOUT_CONNECT;
      default -> byMessage(e);
    };
  }

  static Failure exchanging(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> TIMEOUT_READ;
      case EOFException _ -> CLOSED_EARLY;
      case MalformedException _ -> BAD_RESPONSE;
      case NoRouteToHostException _ -> NO_ROUTE;
      default -> byMessage(e);
    };
  }

  /** The JDK tells these apart by the system's message only. */
  private static Failure byMessage(IOException e) {
    if (says(e, "refused")) {
      return REFUSED;
    }
    if (says(e, "reset") || says(e, "broken pipe")) {
      return RESET;
    }
    if (says(e, "unreachable") || says(e, "no route")) {
      return NO_ROUTE;
    }
    if (says(e, "too many open files") || says(e, "cannot assign")) {
      return LOCAL;
    }
    return says(e, "timed out") ? TIMEOUT_READ : OTHER;
  }

  private static boolean says(IOException e, String words) {
    return Objects.toString(e.getMessage(), "").toLowerCase(Locale.ROOT).contains(words);
  }
}
