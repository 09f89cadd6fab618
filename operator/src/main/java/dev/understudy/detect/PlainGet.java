package dev.understudy.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A GET over a socket of its own: a few lines out, and the first byte in. It is made so often that
 * what a client of HTTP does beyond that would be most of what an idle operator does.
 */
final class PlainGet {
  private static final Pattern NOT_IN_A_PATH = Pattern.compile("[\\x00-\\x20\\x7f]");
  private static final Pattern NOT_IN_A_HEADER = Pattern.compile("[\\x00-\\x1f\\x7f]");

  private PlainGet() {}

  static Reply ask(Question.Http question, Duration deadline) {
    long start = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(question.address(), millis(deadline));
      return ask(socket, question, deadline.minusNanos(System.nanoTime() - start));
    } catch (IOException e) {
      return Reply.UNREACHED;
    }
  }

  private static Reply ask(Socket socket, Question.Http question, Duration left)
      throws IOException {
    if (!left.isPositive()) {
      return Reply.UNANSWERED;
    }
    socket.setSoTimeout(millis(left));
    socket.getOutputStream().write(request(question).getBytes(ISO_8859_1));
    try {
      return socket.getInputStream().read() < 0 ? Reply.UNREACHED : Reply.ANSWERED;
    } catch (SocketTimeoutException e) {
      return Reply.UNANSWERED;
    }
  }

  private static String request(Question.Http question) {
    StringBuilder request = new StringBuilder();
    request.append("GET ").append(path(question)).append(" HTTP/1.1\r\n");
    if (question.headers().stream().noneMatch(it -> it.name().equalsIgnoreCase("Host"))) {
      header(request, "Host", host(question));
    }
    header(request, "User-Agent", "understudy");
    header(request, "Connection", "close");
    question.headers().forEach(it -> header(request, it.name(), it.value()));
    return request.append("\r\n").toString();
  }

  /** Whatever would end the line early is not sent as it is. */
  private static String path(Question.Http question) {
    String path = question.path().startsWith("/") ? question.path() : "/" + question.path();
    return NOT_IN_A_PATH.matcher(path).replaceAll("%20");
  }

  private static void header(StringBuilder request, String name, String value) {
    request
        .append(name)
        .append(": ")
        .append(NOT_IN_A_HEADER.matcher(value).replaceAll(" "))
        .append("\r\n");
  }

  private static String host(Question.Http question) {
    String address = question.address().getAddress().getHostAddress();
    String host = address.contains(":") ? "[" + address + "]" : address;
    return host + ":" + question.address().getPort();
  }

  private static int millis(Duration time) {
    return (int) Math.max(1, time.toMillis());
  }
}
