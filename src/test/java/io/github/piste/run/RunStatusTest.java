package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.piste.data.Dataset;
import io.github.piste.data.LoadedData;
import io.github.piste.optim.StopReason;
import io.github.piste.queue.MailboxState;
import io.github.piste.queue.MailboxStats;
import io.github.piste.queue.Overflow;
import io.github.piste.queue.QueueStats;
import io.github.piste.queue.TaskQueue;
import io.github.piste.sink.HandOver;
import io.github.piste.train.History;
import io.github.piste.train.Outcome;
import io.github.piste.train.Scalars;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunStatusTest {
    private static final Scalars NOW = new Scalars(1000, 2.5, 1.25, 0.1, Double.NaN, Double.POSITIVE_INFINITY, 0.02);

    private static RunStatus status() {
        RunConfig config = Configs.read(Configs.SYNTHETIC, "run.seed=7", "run.name=odd", "data.validation=0.25")
                .config();
        Dataset rows =
                Dataset.of(new double[][] {{1}, {2}, {3}, {5}}, new double[] {1, 2, 3, 4}, List.of("a \"<b>\"\n"), "y");
        Problem problem = Problem.of(config, rows);
        DescentPlan plan = DescentPlan.of(config, problem.objective(problem.training()));
        DescentPlan warned = new DescentPlan(
                plan.descent(),
                plan.curvature(),
                plan.stableLimit(),
                plan.gradient(),
                plan.expectedEpochs(),
                plan.diagnosis(),
                ImmutableList.of("careful"));
        return new RunStatus(
                config,
                DataSummary.of(LoadedData.whole(rows, "arrays")),
                problem,
                warned,
                List.of("piste", "train"),
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static QueueStats queue(MailboxStats... mailboxes) {
        try (TaskQueue queue = TaskQueue.builder("q").start()) {
            QueueStats stats = queue.stats();
            return new QueueStats("q", stats.tasks(), List.of(mailboxes), 1, 0, 0);
        }
    }

    private static JsonObject json(RunState state) {
        MailboxStats loss =
                new MailboxStats("loss", Overflow.CONFLATE, MailboxState.ACTIVE, 10, 4, 1, 0, 3, 1, 1, "Oops");
        ImmutableList<HandOver> handOvers = ImmutableList.of(new HandOver("loss", 10, 80, 120, 5000));
        Outcome outcome = new Outcome(
                StopReason.EPOCHS, NOW, ImmutableDoubleArray.of(1), 9, 0.05, 2, History.of(List.of(), new double[0][]));
        String text = state == RunState.RUNNING
                ? status().running(NOW, queue(loss), handOvers)
                : status().ended(
                                outcome,
                                new Verdict(state, "all epochs are done"),
                                Optional.empty(),
                                Optional.empty(),
                                queue(loss),
                                handOvers,
                                ImmutableList.of("plots: no fonts"));
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void everythingTheDesignNames_isThere() {
        JsonObject o = json(RunState.FINISHED);
        Set<String> names = o.keySet();
        for (String name : List.of(
                "state",
                "reason",
                "steps",
                "epochs",
                "loss",
                "validation_loss",
                "best_loss",
                "best_epoch",
                "learning_rate",
                "stable_limit",
                "kernel",
                "gradient",
                "seconds",
                "rows_used",
                "rows_skipped",
                "data_fingerprint",
                "seed",
                "version",
                "jvm",
                "cpu",
                "command",
                "sinks")) {
            assertTrue(names.contains(name), name);
        }
        assertEquals("FINISHED", o.get("state").getAsString());
        assertEquals("all epochs are done", o.get("reason").getAsString());
        assertEquals("1000", o.get("steps").getAsString());
        assertEquals("2.5", o.get("epochs").getAsString());
        assertEquals("9", o.get("start_loss").getAsString());
        assertEquals(7, o.get("seed").getAsLong());
        assertEquals(3, o.get("rows_training").getAsInt());
        assertEquals(1, o.get("rows_validation").getAsInt());
        assertEquals(4, o.get("rows_used").getAsInt());
        assertEquals("a \"<b>\"\n", o.get("features").getAsJsonArray().get(0).getAsString());
        assertEquals("careful", o.get("warnings").getAsJsonArray().get(0).getAsString());
        assertEquals(
                "plots: no fonts", o.get("degraded").getAsJsonArray().get(0).getAsString());
        assertEquals("2026-01-02T03:04:05Z", o.get("started").getAsString());
    }

    @Test
    void numbersThatDoNotExist_areNull() {
        JsonObject o = json(RunState.RUNNING);
        for (String name : List.of("reason", "validation_loss", "gradient_norm", "best_loss", "best_epoch")) {
            JsonElement value = o.get(name);
            assertTrue(value != null && value.isJsonNull(), name);
        }
        assertFalse(o.toString().contains("NaN") || o.toString().contains("Infinity"));
    }

    @Test
    void sinks_haveTheirCounters_thatAddUp_andTheirHandOverTimes() {
        JsonObject loss =
                json(RunState.FINISHED).get("sinks").getAsJsonArray().get(0).getAsJsonObject();
        assertEquals("loss", loss.get("name").getAsString());
        assertEquals("conflate", loss.get("overflow").getAsString());
        assertEquals("Oops", loss.get("last_error").getAsString());
        long sum = 0;
        for (String part : List.of("handled", "failed", "dropped", "conflated", "pending", "running")) {
            sum += loss.get(part).getAsLong();
        }
        assertEquals(loss.get("posted").getAsLong(), sum);
        assertEquals(80, loss.get("handover_p50_nanos").getAsLong());
        assertEquals(5000, loss.get("handover_max_nanos").getAsLong());
    }

    @Test
    void everyStopReason_hasAStateThatIsNotRunning() {
        for (var reason : StopReason.values()) {
            RunState state = RunState.after(reason);
            assertTrue(state != RunState.RUNNING && state != RunState.FAILED, reason::name);
        }
    }
}
