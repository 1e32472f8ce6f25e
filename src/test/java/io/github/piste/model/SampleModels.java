package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;

/** A model of each kind. */
public final class SampleModels {
    private SampleModels() {}

    /** All of them, a small one first. */
    public static ImmutableList<Model> all() {
        return ImmutableList.of(
                Models.faithful(),
                Models.withCategories(
                        Models.linear("rings", List.of("sex=I", "sex=M", "length"), 3, -0.82, 0.05, 11.5),
                        ImmutableMap.of("sex", ImmutableList.of("F", "I", "M"))),
                Models.logistic(List.of("no\n", "\ud83c\udf32 yes"), -0.0, 0.1, 1e-300),
                Models.flowers(),
                Models.networkModel(),
                Models.networkClassifier("no", "yes"));
    }
}
