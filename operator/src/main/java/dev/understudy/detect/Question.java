package dev.understudy.detect;

import java.net.InetSocketAddress;
import java.util.List;

/** What a peer is asked, over a connection made for it, as a kubelet would. */
public sealed interface Question {
  InetSocketAddress address();

  /**
   * A GET. Whatever is answered is an answer: that it is a good one is for the kubelet to judge.
   *
   * @param tls without a look at the certificate, as the kubelet does it
   * @param path with its query, if it has one
   */
  record Http(InetSocketAddress address, boolean tls, String path, List<Header> headers)
      implements Question {
    public Http {
      headers = List.copyOf(headers);
    }
  }

  record Header(String name, String value) {}

  /**
   * Of the gRPC health checking protocol.
   *
   * @param service may be empty, for the server as a whole
   */
  record Grpc(InetSocketAddress address, String service) implements Question {}
}
