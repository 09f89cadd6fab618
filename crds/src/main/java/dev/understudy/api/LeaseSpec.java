package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The service lease. Understudy writes it when leadership changes, and at no other time; one that
 * the workload keeps it never writes.
 */
@ValidationRule(
    value = "self.keeper != 'Workload' || has(self.name)",
    message =
        "activePassive.lease.name: with keeper: Workload give the name of the Lease that the"
            + " workload's own election uses, in the namespace of the HAService")
public class LeaseSpec {
  @Default("Operator")
  @JsonPropertyDescription(
      "Who writes the Lease. Operator: Understudy, which chooses the leader. Workload: the members,"
          + " by an election of their own (client-go, Fabric8, Spring Integration...); Understudy"
          + " opens the route to the holder, whose identity must be the name of its pod, or that"
          + " and '_' and anything, and closes it when the Lease runs out. Cannot be changed.")
  public @Nullable Keeper keeper;

  @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
  @Size(max = 253)
  @JsonPropertyDescription(
      "Name of the Lease; the name of the HAService if absent. A Lease of this name that belongs to"
          + " something else is left alone, and reported, unless keeper is Workload. Cannot be"
          + " changed.")
  public @Nullable String name;
}
