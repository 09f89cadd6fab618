package dev.understudy.detect;

import java.net.InetSocketAddress;

/**
 * Whom to be connected with, and how.
 *
 * @param service whose member it is: namespace and name
 * @param member its id, which no other pod ever has
 * @param address of the pod, and the port on which it serves
 */
public record Peer(String service, String member, InetSocketAddress address, Pace pace) {
  public Peer {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("not an IP address: " + address.getHostString());
    }
  }
}
