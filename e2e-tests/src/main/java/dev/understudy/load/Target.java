package dev.understudy.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where requests go; a name is resolved once, here. */
record Target(Protocol protocol, String url, InetSocketAddress address, String path) {

  /** What is spoken there, by the scheme of the URL; and the port where the URL has none. */
  enum Protocol {
    HTTP(80),
    /** To a Sentinel, which knows the master of the name that is the path; without one to Redis. */
    REDIS(26379),
    POSTGRES(5432);

    private final int port;

    Protocol(int port) {
      this.port = port;
    }
  }

  static Target parse(String url) {
    URI uri = URI.create(url);
    Protocol protocol =
        Arrays.stream(Protocol.values())
            .filter(it -> it.name().equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null)
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "TARGET: http://host:port/path, redis: or postgres:, not '" + url + "'"));
    int port = uri.getPort() < 0 ? protocol.port : uri.getPort();
    var address = new InetSocketAddress(uri.getHost(), port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("TARGET: no such host: " + uri.getHost());
    }
    return new Target(protocol, url, address, uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
  }

  byte[] request(Kind kind) {
    String connection =
        switch (kind) {
          case FRESH -> "close";
          case KEPT -> "keep-alive";
        };
    String text =
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: %s\r\n\r\n"
            .formatted(path, address.getHostString(), address.getPort(), connection);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
