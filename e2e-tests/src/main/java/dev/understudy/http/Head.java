package dev.understudy.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** First line and header fields of a message, of a request or of a response. */
public record Head(String firstLine, List<String> fields) {

  private static final int MAX_LENGTH = 16 * 1024;

  public Head {
    fields = List.copyOf(fields);
  }

  /**
   * Reads up to and including the empty line.
   *
   * @throws EOFException if the other side closes before that
   */
  public static Head read(InputStream in) throws IOException {
    String firstLine = readLine(in);
    List<String> fields = new ArrayList<>();
    int length = firstLine.length();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      length += line.length();
      if (length > MAX_LENGTH) {
        throw new MalformedException("head longer than " + MAX_LENGTH);
      }
      fields.add(line);
    }
    return new Head(firstLine, fields);
  }

  public Optional<String> field(String name) {
    for (String line : fields) {
      int colon = line.indexOf(':');
      if (colon == name.length() && line.regionMatches(true, 0, name, 0, colon)) {
        return Optional.of(line.substring(colon + 1).strip());
      }
    }
    return Optional.empty();
  }

  /** Of a response. */
  public int status() throws MalformedException {
    String[] words = firstLine.split(" ", 3);
    if (words.length < 2 || !words[1].matches("[1-9]\\d\\d")) {
      throw new MalformedException("no status line: " + firstLine);
    }
    return Integer.parseInt(words[1]);
  }

  public boolean saysClose() {
    return field("Connection").filter("close"::equalsIgnoreCase).isPresent()
        || firstLine.contains("HTTP/1.0");
  }

  /** Empty if the message does not say how long its body is. */
  public Optional<Long> contentLength() throws MalformedException {
    Optional<String> value = field("Content-Length");
    try {
      return value.map(Long::valueOf);
    } catch (NumberFormatException e) {
      throw new MalformedException("Content-Length: " + value.orElseThrow());
    }
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("closed in the middle of a head");
      }
      if (line.length() > MAX_LENGTH) {
        throw new MalformedException("line longer than " + MAX_LENGTH);
      }
      line.append((char) next);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  /** The bytes of this head as they are sent. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(firstLine).append("\r\n");
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
