package dev.understudy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a handler answers. */
public record Response(int status, List<String> fields, Body body) {

  /** Of known length, or written while it is made; the latter ends with the connection. */
  public sealed interface Body {
    record Text(String text) implements Body {}

    record Stream(Writer writer) implements Body {}
  }

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  public Response {
    fields = List.copyOf(fields);
  }

  public static Response text(int status, String text) {
    return new Response(
        status, List.of("Content-Type: text/plain; charset=utf-8"), new Body.Text(text + "\n"));
  }

  public static Response json(int status, String json) {
    return new Response(
        status, List.of("Content-Type: application/json"), new Body.Text(json + "\n"));
  }

  public static Response stream(String contentType, Writer writer) {
    return new Response(200, List.of("Content-Type: " + contentType), new Body.Stream(writer));
  }

  public Response with(String field, String value) {
    List<String> more = new ArrayList<>(fields);
    more.add(field + ": " + value);
    return new Response(status, more, body);
  }

  /** Returns whether the connection may serve another request. */
  boolean send(OutputStream out, boolean keepAlive) throws IOException {
    return switch (body) {
      case Body.Text(String text) -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Response sized = with("Content-Length", Integer.toString(bytes.length));
        out.write(join((keepAlive ? sized : sized.with("Connection", "close")).head(), bytes));
        out.flush();
        yield keepAlive;
      }
      case Body.Stream(Writer writer) -> {
        out.write(with("Connection", "close").head());
        writer.writeTo(out);
        out.flush();
        yield false;
      }
    };
  }

  private byte[] head() {
    return new Head("HTTP/1.1 " + status + " " + phrase(), fields).toBytes();
  }

  private String phrase() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Status";
    };
  }

  /** One write, so that head and body leave in one segment. */
  private static byte[] join(byte[] head, byte[] body) {
    var joined = new ByteArrayOutputStream(head.length + body.length);
    joined.writeBytes(head);
    joined.writeBytes(body);
    return joined.toByteArray();
  }
}
