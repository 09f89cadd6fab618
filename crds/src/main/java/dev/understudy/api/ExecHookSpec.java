package dev.understudy.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command in a container of a member. */
public class ExecHookSpec {
  @Required
  @Size(min = 1, max = 64)
  @JsonPropertyDescription(
      "The command and its arguments; no shell is used but one that is named, as [sh, -c, ...]."
          + " $(UNDERSTUDY_HOOK), which is promote or demote, $(UNDERSTUDY_SERVICE),"
          + " $(UNDERSTUDY_MEMBER) and $(UNDERSTUDY_EPOCH) are replaced wherever they stand.")
  public @Nullable List<String> command;

  @Size(max = 63)
  @JsonPropertyDescription("Name of the container; the first one if absent.")
  public @Nullable String container;
}
