package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One member, as seen at the last pass. */
public class MemberStatus {
  /** What a member does. */
  public enum Role {
    /** One of many that take traffic, in ActiveActive. */
    Active,
    /** Out of the rotation, in ActiveActive: it was lost, and has not been seen to answer since. */
    Out,
    /** Takes the traffic, in ActivePassive. */
    Leader,
    /** Ready to take the leader's place, or about to be; its ineligibility says which. */
    Standby
  }

  @Required
  @JsonPropertyDescription("Name of the pod.")
  public @Nullable String name;

  @JsonPropertyDescription("Active or Out, in ActiveActive; Leader or Standby, in ActivePassive.")
  public @Nullable Role role;

  @JsonPropertyDescription("Revision of the template that the pod was made from.")
  public @Nullable String revision;

  @JsonPropertyDescription("Node that the pod runs on.")
  public @Nullable String node;

  @JsonPropertyDescription(
      "Place in activePassive.preference: 0 matches its first entry, and is preferred to all"
          + " others. Absent if no preference is declared.")
  public @Nullable Long rank;

  @JsonPropertyDescription("Why the member may not lead or serve; absent if it may.")
  public @Nullable String ineligible;

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemberStatus that
        && Objects.equals(name, that.name)
        && role == that.role
        && Objects.equals(revision, that.revision)
        && Objects.equals(node, that.node)
        && Objects.equals(rank, that.rank)
        && Objects.equals(ineligible, that.ineligible);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, role, revision, node, rank, ineligible);
  }
}
