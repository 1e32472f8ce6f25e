package io.github.piste.run;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/** Opens nothing that an {@code include} asks for, of whatever form, and remembers what it was. */
final class RefusedIncludes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final List<String> asked = new ArrayList<>();

    /** Options to parse text with. */
    ConfigParseOptions options(String origin) {
        return ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(origin)
                .setIncluder(this);
    }

    /** A line for each include that was met. */
    List<String> problems(String shown, String text) {
        List<String> lines = text.lines().toList();
        List<String> problems = new ArrayList<>();
        int from = 0;
        for (String what : asked) {
            from = next(lines, what, from);
            problems.add(shown + (from < lines.size() ? ":" + (from + 1) : "") + ": include of " + FoundText.of(what)
                    + " is refused; a configuration is one file");
            from = from < lines.size() ? from + 1 : 0;
        }
        return problems;
    }

    /** The parser does not say where an include stands: the next line that has the word and, if written so, the name. */
    private static int next(List<String> lines, String what, int from) {
        int line = from;
        while (line < lines.size()
                && !(lines.get(line).contains("include") && lines.get(line).contains(what))) {
            line++;
        }
        return line;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return refuse(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return refuse(what.getPath());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refuse(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refuse(what);
    }

    private ConfigObject refuse(String what) {
        asked.add(what);
        return ConfigFactory.empty().root();
    }
}
