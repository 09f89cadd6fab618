package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.api.Keeper;
import dev.understudy.api.LeaseSpec;
import dev.understudy.decision.MemberId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of what belongs to an HAService. */
public final class Names {
  private static final int LABEL_LENGTH = 63;
  private static final int MEMBER_DIGITS = 10;

  /** How much of the name of a pod is in the id of a member. */
  private static final int READABLE = LABEL_LENGTH - 1 - MEMBER_DIGITS;

  private Names() {}

  /** With its namespace: what tells it from all others of its kind. */
  public static String qualified(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  public static String service(HAService has) {
    return Optional.ofNullable(has.getSpec().service)
        .flatMap(service -> Optional.ofNullable(service.name))
        .orElse(has.getMetadata().getName());
  }

  /** Of the Service to the standbys. */
  public static String standbys(HAService has) {
    return service(has) + "-standbys";
  }

  public static String lease(HAService has) {
    return declaredLease(has)
        .flatMap(lease -> Optional.ofNullable(lease.name))
        .orElse(has.getMetadata().getName());
  }

  public static Keeper keeper(HAService has) {
    return declaredLease(has)
        .flatMap(lease -> Optional.ofNullable(lease.keeper))
        .orElse(Keeper.Operator);
  }

  private static Optional<LeaseSpec> declaredLease(HAService has) {
    return Optional.ofNullable(has.getSpec().activePassive)
        .flatMap(activePassive -> Optional.ofNullable(activePassive.lease));
  }

  /** Of the PodDisruptionBudget. */
  public static String budget(HAService has) {
    return has.getMetadata().getName();
  }

  public static String replicaSet(HAService has, String revision) {
    return has.getMetadata().getName() + "-" + revision;
  }

  /** Whether a pod of this name was made for the service, though it may be gone. */
  public static boolean isPodOf(HAService has, String pod) {
    return switch (Adoption.maker(has)) {
      case UNDERSTUDY -> isFromTemplate(has, pod);
      case DEPLOYMENT -> pod.matches(workload(has) + "-[a-z0-9]+-[a-z0-9]+");
      case STATEFUL_SET -> pod.matches(workload(has) + "-[0-9]+");
    };
  }

  private static String workload(HAService has) {
    return Pattern.quote(Adoption.name(has).orElseThrow());
  }

  private static boolean isFromTemplate(HAService has, String pod) {
    String revision = Pattern.quote(has.getMetadata().getName()) + "-[0-9a-f]+";
    return pod.matches(revision + "-[a-z0-9]+");
  }

  /** From name and uid: a pod that is made again under the same name is another member. */
  public static MemberId member(String pod, String uid) {
    String readable = pod.length() <= READABLE ? pod : pod.substring(0, READABLE);
    return new MemberId(readable + "-" + digest(pod + "/" + uid).substring(0, MEMBER_DIGITS));
  }

  /** The pod that a member is, if its whole name is in the id. */
  public static Optional<String> pod(MemberId member) {
    String readable =
        member.value().substring(0, Math.max(0, member.value().length() - 1 - MEMBER_DIGITS));
    return Optional.of(readable).filter(it -> !it.isEmpty() && it.length() < READABLE);
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
