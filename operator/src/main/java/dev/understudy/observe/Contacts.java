package dev.understudy.observe;

import dev.understudy.detect.Contact;
import io.fabric8.kubernetes.api.model.Pod;

/** What our connections show. */
public interface Contacts {
  Contact of(Pod pod);

  /** Whether the kubelet of this node does not answer either, while most others do. */
  boolean isSilent(String node);
}
