package io.github.piste.plot;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page open; the test is skipped with a message where there is none. */
final class Browser implements AutoCloseable, WebSocket.Listener {
    private final Process process;
    private final Path profile;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private int calls;

    private Browser(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    static Browser open(Path page) throws IOException, InterruptedException {
        String program = program();
        Path profile = Files.createTempDirectory("piste-browser");
        Process process = new ProcessBuilder(
                        program,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Browser browser = new Browser(process, profile);
        try {
            browser.connect();
        } catch (Throwable t) {
            browser.close();
            throw t;
        }
        return browser;
    }

    /** The value of an expression that gives a text. */
    String evaluate(String expression) throws InterruptedException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        JsonObject call = new JsonObject();
        call.addProperty("id", ++calls);
        call.addProperty("method", "Runtime.evaluate");
        call.add("params", parameters);
        WebSocket to = socket;
        if (to == null) {
            throw new IllegalStateException("not connected");
        }
        to.sendText(call.toString(), true).join();
        String answer = answers.poll(30, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IllegalStateException("the browser does not answer");
        }
        JsonObject result = JsonParser.parseString(answer)
                .getAsJsonObject()
                .getAsJsonObject("result")
                .getAsJsonObject("result");
        return result.has("value") ? result.get("value").getAsString() : "";
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            answers.add(partial.toString());
            partial.setLength(0);
        }
        return WebSocket.Listener.super.onText(from, data, last);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        // Its helpers may still be writing for a moment.
        await().ignoreExceptions().until(() -> {
            MoreFiles.deleteRecursively(profile, RecursiveDeleteOption.ALLOW_INSECURE);
            return true;
        });
    }

    private void connect() throws IOException, InterruptedException {
        Path portFile = profile.resolve("DevToolsActivePort");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(portFile) && Files.size(portFile) > 0);
        String port = Files.readAllLines(portFile).get(0);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest pages = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json"))
                .build();
        String list = client.send(pages, HttpResponse.BodyHandlers.ofString()).body();
        String address = JsonParser.parseString(list).getAsJsonArray().asList().stream()
                .map(page -> page.getAsJsonObject())
                .filter(page -> page.get("type").getAsString().equals("page"))
                .map(page -> page.get("webSocketDebuggerUrl").getAsString())
                .findFirst()
                .orElseThrow();
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(address), this)
                .join();
    }

    private static String program() {
        String path = System.getenv().getOrDefault("PATH", "");
        String found = Stream.of(path.split(File.pathSeparator))
                .flatMap(folder -> List.of("chromium", "chromium-browser", "google-chrome").stream()
                        .map(name -> folder + File.separator + name))
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst()
                .orElse("");
        assumeTrue(!found.isEmpty(), "skipped for lack of a browser: no chromium on the PATH");
        return found;
    }
}
