package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.decision.MemberId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Names of what belongs to an HAService. */
public final class Names {
  private static final int LABEL_LENGTH = 63;
  private static final int MEMBER_DIGITS = 10;

  private Names() {}

  public static String service(HAService has) {
    return Optional.ofNullable(has.getSpec().service)
        .flatMap(service -> Optional.ofNullable(service.name))
        .orElse(has.getMetadata().getName());
  }

  public static String lease(HAService has) {
    return Optional.ofNullable(has.getSpec().activePassive)
        .flatMap(activePassive -> Optional.ofNullable(activePassive.lease))
        .flatMap(lease -> Optional.ofNullable(lease.name))
        .orElse(has.getMetadata().getName());
  }

  public static String replicaSet(HAService has, String revision) {
    return has.getMetadata().getName() + "-" + revision;
  }

  /** From name and uid: a pod that is made again under the same name is another member. */
  public static MemberId member(String pod, String uid) {
    int room = LABEL_LENGTH - 1 - MEMBER_DIGITS;
    String readable = pod.length() <= room ? pod : pod.substring(0, room);
    return new MemberId(readable + "-" + digest(pod + "/" + uid).substring(0, MEMBER_DIGITS));
  }

  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
