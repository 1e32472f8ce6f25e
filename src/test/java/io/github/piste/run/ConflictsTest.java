package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictsTest {
    @Test
    void csv_withoutPathAndTarget_saysBoth() {
        List<String> problems = Configs.problems();
        assertEquals(2, problems.size());
        assertTrue(problems.get(0).startsWith("data.path is missing: "), problems.get(0));
        assertTrue(problems.get(1).startsWith("data.target is missing: "), problems.get(1));
    }

    @Test
    void csv_withSyntheticKeys_isRefused() {
        assertEquals(
                List.of("-s data.synthetic.rows: data.synthetic.rows = 5; it needs data.kind = synthetic"),
                Configs.problems("data.path=a", "data.target=b", "data.synthetic.rows=5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.path=a.csv | it needs data.kind = csv, found synthetic",
                "data.target=y | it needs data.kind = csv, found synthetic",
                "data.validation=0.2 data.folds=5 | does not go with -s data.folds: data.folds = 5",
                "train.stop.patience=3 | it needs data.validation above 0",
                "train.stop.gradient-norm=1 train.mode=stochastic | train.mode = batch, found stochastic",
                "train.schedule.decay=1 | is of train.schedule.kind = exponential or inverse-time, found constant",
                "train.schedule.kind=step train.schedule.floor=0.5 | kind = cosine, found step",
                "model.kind=logistic model.loss=huber | does not go with -s model.kind"
            })
    void conflict_isRefused(String options, String message) {
        List<String> problems = Configs.problems((Configs.SYNTHETIC + " " + options).split(" ", -1));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains(message), problems.get(0));
    }

    @Test
    void target_thatIsAlsoAFeature_isRefused() {
        assertEquals(
                2,
                Configs.problems("data.path=a", "data.target=b", "data.features=[a,b]", "data.categorical=[b]")
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.momentum=0.5 | train.rule = momentum or nesterov",
                "train.rule=sgd train.beta1=0.5 | train.rule = adam",
                "train.rule=momentum train.epsilon=1 | train.rule = adagrad or rmsprop or adam",
                "train.batch-size=5 | train.mode = mini-batch",
                "train.order=none | train.mode = stochastic or mini-batch",
                "model.huber-delta=2 | model.loss = huber",
                "model.hidden=2 | model.kind = mlp",
                "observe.http.enabled=true observe.http.address=0.0.0.0 | other machines can read the run"
            })
    void valueWithoutEffect_isAWarning(String options, String message) {
        List<String> warnings =
                Configs.read((Configs.SYNTHETIC + " " + options).split(" ", -1)).warnings();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains(message), warnings.get(0));
    }

    @Test
    void refusedValue_isNoConflictToo() {
        assertEquals(
                1,
                Configs.problems(Configs.SYNTHETIC, "train.stop.patience=3", "data.validation=2")
                        .size());
    }
}
