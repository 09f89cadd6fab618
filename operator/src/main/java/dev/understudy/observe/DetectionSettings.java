package dev.understudy.observe;

import dev.understudy.detect.Question;
import java.util.Optional;

/**
 * Whether members are watched over by connections of our own.
 *
 * @param tethers to members and kubelets; else Kubernetes' word alone counts
 * @param own what this process has to answer itself before it says of another that it hangs
 */
public record DetectionSettings(boolean tethers, Optional<Question> own) {}
