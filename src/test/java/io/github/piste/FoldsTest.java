package io.github.piste;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.piste.data.DataException;
import io.github.piste.run.CrossValidation;
import io.github.piste.run.InvalidConfigException;
import io.github.piste.run.Measure;
import io.github.piste.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cross-validation through the public door: folds first, then the run as always. */
@Timeout(60)
class FoldsTest {
    @TempDir
    private Path folder = Path.of("");

    private static Training training() {
        double[][] x = new double[60][2];
        double[] y = new double[60];
        for (int i = 0; i < 60; i++) {
            x[i] = new double[] {Math.sin(i), Math.cos(3.0 * i)};
            y[i] = 1 + x[i][0] - 2 * x[i][1] + Math.sin(17.0 * i) / 5;
        }
        return Training.on(x, y);
    }

    private JsonObject runJson() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("run.json")))
                .getAsJsonObject();
    }

    @Test
    void folds_areInTheResultAndInRunJson_andTheModelIsOfAllRows() throws IOException {
        TrainingResult without = training().run();
        assertTrue(without.crossValidation().isEmpty());
        TrainingResult with = training().set("data.folds", 5).directory(folder).run();
        CrossValidation validation = with.crossValidation().orElseThrow();
        assertEquals(5, validation.folds().size());
        assertTrue(validation.mean(Measure.RMSE) < validation.mean(Measure.BASELINE_RMSE));
        assertEquals(without.outcome().weights(), with.outcome().weights());
        assertEquals(
                without.outcome().scalars().step(), with.outcome().scalars().step());
        assertEquals(60, with.model().provenance().rowsUsed());
        JsonObject json = runJson().get("cross_validation").getAsJsonObject();
        assertEquals(5, json.get("folds").getAsJsonArray().size());
        assertEquals(
                validation.mean(Measure.R2),
                json.get("mean").getAsJsonObject().get("r2").getAsDouble());
        assertTrue(with.degraded().isEmpty(), with.degraded()::toString);
    }

    @Test
    void withoutFolds_runJsonHasNone() throws IOException {
        training().directory(folder).run();
        assertFalse(runJson().has("cross_validation"));
    }

    @Test
    void stopDuringTheFolds_stopsTheRun_withoutHalfACrossValidation() throws Exception {
        TrainingService service = training()
                .set("data.folds", 2)
                .set("train.mode", "stochastic")
                .set("train.learning-rate", 1e-9)
                .set("train.epochs", Long.MAX_VALUE)
                .directory(folder)
                .service();
        service.startAsync().awaitRunning();
        service.stopAsync().awaitTerminated(Duration.ofSeconds(30));
        TrainingResult result = service.result().orElseThrow();
        assertEquals(RunState.STOPPED, result.state());
        assertTrue(result.crossValidation().isEmpty());
        assertEquals("STOPPED", runJson().get("state").getAsString());
    }

    @Test
    void foldsThatCannotBe_endTheRunAsFailed() throws IOException {
        Training tooMany = training().set("data.folds", 61).directory(folder);
        assertThrows(DataException.class, tooMany::run);
        assertEquals("FAILED", runJson().get("state").getAsString());
    }

    @Test
    void foldsAndValidation_areRefusedTogether() {
        Training both = training().set("data.folds", 5).set("data.validation", 0.2);
        assertThrows(InvalidConfigException.class, both::run);
    }
}
