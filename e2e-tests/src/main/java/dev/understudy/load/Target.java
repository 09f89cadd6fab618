package dev.understudy.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Where requests go; a name is resolved once, here. */
record Target(String url, InetSocketAddress address, String path) {

  static Target parse(String url) {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("TARGET: http://host:port/path, not '" + url + "'");
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    var address = new InetSocketAddress(uri.getHost(), port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("TARGET: no such host: " + uri.getHost());
    }
    return new Target(url, address, uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
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
