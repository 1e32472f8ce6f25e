package io.github.piste.run;

import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives substitutions that name no key the value of an environment variable. */
final class Variables implements ConfigResolver {
    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable ConfigValue lookup(String path) {
        String value = environment.get(path);
        return value == null
                ? null
                : ConfigValueFactory.fromAnyRef(value)
                        .withOrigin(ConfigOriginFactory.newSimple(Origin.VARIABLE + FoundText.of(path)));
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
