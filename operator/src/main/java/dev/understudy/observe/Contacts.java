package dev.understudy.observe;

import dev.understudy.detect.Contact;
import dev.understudy.detect.Dial;
import io.fabric8.kubernetes.api.model.Pod;

/** What our connections show. */
public interface Contacts {
  Contact of(Pod pod);

  /** Whether the kubelet of this node does not answer either, while most others do. */
  boolean isSilent(String node);

  /** Whether the kubelet of this node was ever reached. */
  boolean isReached(String node);

  /** Whether it accepts connections and does not answer what its readiness probe asks. */
  boolean hangs(Pod pod);

  /** Makes a connection now, if one was ever made: waits for it, a few tenths of a second. */
  Dial dial(Pod pod);
}
