package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The service lease. Understudy writes it when leadership changes, and at no other time. */
public class LeaseSpec {
  @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
  @Size(max = 253)
  @JsonPropertyDescription(
      "Name of the Lease; the name of the HAService if absent. A Lease of this name that belongs to"
          + " something else is left alone, and reported. Cannot be changed.")
  public @Nullable String name;
}
