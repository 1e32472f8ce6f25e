package io.github.piste.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import io.github.piste.data.Quoted;
import io.github.piste.data.Standardizer;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;

/** The text of a model file: what {@link #write} makes of a model, {@link #read} turns into an equal one. */
final class ModelJson {
    private static final int FORMAT = 1;
    private static final ImmutableList<String> KINDS =
            ImmutableList.of(LinearModel.KIND, LogisticModel.KIND, SoftmaxModel.KIND, NetworkModel.KIND);

    /** Half of a character, which UTF-8 cannot hold; a pair of them is one code point to a pattern. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private ModelJson() {}

    static String write(Model model) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setFormattingStyle(FormattingStyle.PRETTY);
            json.beginObject();
            json.name("format").value(FORMAT);
            json.name("kind").value(model.kind());
            json.name("target").value(model.target());
            KindJson.write(json, model);
            json.name("categories").beginObject();
            for (Map.Entry<String, ImmutableList<String>> column :
                    model.categories().entrySet()) {
                json.name(column.getKey()).beginArray();
                for (String level : column.getValue()) {
                    json.value(level);
                }
                json.endArray();
            }
            json.endObject();
            writeScaling(json, model);
            writeProvenance(json, model.provenance());
            json.endObject();
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be written", e);
        }
        return LONE_SURROGATE
                        .matcher(text.toString())
                        .replaceAll(lone ->
                                String.format("\\\\u%04x", (int) lone.group().charAt(0)))
                + "\n";
    }

    static Model read(String file, String text) {
        JsonFields fields = JsonFields.of(file, text);
        long format = fields.integer("format");
        if (format != FORMAT) {
            throw fields.fault(
                    "format",
                    "found " + format + ", expected " + FORMAT
                            + (format > FORMAT ? "; the file is of a newer Piste, read it with that" : ""));
        }
        String kind = fields.text("kind");
        if (!KINDS.contains(kind)) {
            throw fields.fault("kind", "found the text " + Quoted.cell(kind) + ", expected " + Quoted.list(KINDS));
        }
        try {
            return KindJson.read(kind, fields, readCommon(kind, fields));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, "describes no model: " + e.getMessage(), e);
        }
    }

    private static void writeScaling(JsonWriter json, Model model) throws IOException {
        Standardizer scaling = model.provenance().scaling();
        json.name("scaling").beginObject();
        for (int j = 0; j < model.features().size(); j++) {
            json.name(model.features().get(j)).beginObject();
            json.name("shift").value(scaling.shifts().get(j));
            json.name("scale").value(scaling.scales().get(j));
            json.endObject();
        }
        json.endObject();
    }

    private static void writeProvenance(JsonWriter json, Provenance provenance) throws IOException {
        json.name("provenance").beginObject();
        json.name("source").value(provenance.source());
        json.name("data_fingerprint").value(provenance.dataFingerprint());
        json.name("rows_used").value(provenance.rowsUsed());
        json.name("seed").value(provenance.seed());
        json.name("configuration").value(provenance.configuration());
        json.name("loss");
        if (Double.isNaN(provenance.loss())) {
            json.nullValue();
        } else {
            json.value(provenance.loss());
        }
        json.name("state").value(provenance.state());
        json.name("version").value(provenance.version());
        json.name("created").value(provenance.created());
        json.endObject();
    }

    private static KindJson.Common readCommon(String kind, JsonFields fields) {
        ImmutableList<String> features = KindJson.features(kind, fields);
        JsonFields columns = fields.object("categories");
        ImmutableMap.Builder<String, ImmutableList<String>> categories = ImmutableMap.builder();
        for (String column : columns.keys()) {
            categories.put(column, columns.texts(column));
        }
        return new KindJson.Common(
                features,
                categories.buildOrThrow(),
                fields.text("target"),
                readProvenance(fields.object("provenance"), readScaling(fields.object("scaling"), features)));
    }

    private static Standardizer readScaling(JsonFields scaling, ImmutableList<String> features) {
        ImmutableDoubleArray.Builder shifts = ImmutableDoubleArray.builder(features.size());
        ImmutableDoubleArray.Builder scales = ImmutableDoubleArray.builder(features.size());
        for (String feature : features) {
            JsonFields column = scaling.object(feature);
            shifts.add(column.number("shift"));
            scales.add(column.number("scale"));
        }
        return new Standardizer(shifts.build(), scales.build());
    }

    private static Provenance readProvenance(JsonFields fields, Standardizer scaling) {
        return new Provenance(
                fields.text("source"),
                fields.text("data_fingerprint"),
                fields.integer("rows_used"),
                fields.integer("seed"),
                fields.text("configuration"),
                fields.numberOrNull("loss"),
                fields.text("state"),
                fields.text("version"),
                fields.text("created"),
                scaling);
    }
}
