package dev.understudy;

import dev.understudy.detect.Contact;
import dev.understudy.detect.Peer;
import dev.understudy.detect.Profile;
import dev.understudy.detect.Tethers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection from a replica that stands by to the one that leads, by which the end of that is
 * known of as the end of a member is.
 */
final class HolderTether implements Predicate<String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HolderTether.class);
  private static final String REPLICAS = "replicas";

  private final Tethers tethers;

  /**
   * @param changed told of news, by a thread that must not wait
   */
  HolderTether(Runnable changed) {
    this.tethers = new Tethers(peer -> changed.run());
  }

  /** Whether the process at this address has ended; from now on it is this one that is watched. */
  @Override
  public boolean test(String address) {
    Optional<Peer> peer = peer(address);
    tethers.keep(REPLICAS, peer.map(Set::of).orElseGet(Set::of));
    return peer.filter(it -> tethers.contact(it) == Contact.REFUSED).isPresent();
  }

  @Override
  public void close() {
    tethers.close();
  }

  /** An address that cannot be read is none: then the lease has to run out, as ever. */
  private static Optional<Peer> peer(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    try {
      InetAddress ip = InetAddress.ofLiteral(address.substring(0, colon));
      int port = Integer.parseInt(address.substring(colon + 1));
      return Optional.of(
          new Peer(REPLICAS, address, new InetSocketAddress(ip, port), Profile.BALANCED.pace()));
    } catch (IllegalArgumentException e) {
      log.warn("The operator lease names an address that is none: '{}'.", address);
      return Optional.empty();
    }
  }
}
