package io.github.piste.plot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.piste.train.Scalars;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunPageTest {
    private static final Scalars NOW = new Scalars(1234567, 12.5, 3725, 0.25, Double.NaN, 1e-9, 0.01);

    @Test
    void html_withMarkupInNames_escapesIt() {
        RunPage page = new RunPage("<script>alert('1')</script>\" onload=\"x", "a & b <i>", Plot.all());
        String html = page.html(NOW, Double.NaN, 1, "</span><b>", true, Instant.EPOCH);
        assertFalse(html.contains("<script>alert"));
        assertFalse(html.contains("\" onload=\""));
        assertFalse(html.contains("<i>"));
        assertFalse(html.contains("</span><b>"));
        assertTrue(html.contains("a &amp; b &lt;i&gt;"));
    }

    @Test
    void html_withPlaceholdersInNames_leavesThemAsTheyAre() {
        String html = new RunPage("{{facts}}", "{{model}}", Plot.all())
                .html(NOW, Double.NaN, 1, "running", true, Instant.EPOCH);
        assertTrue(html.contains("<h1>{{facts}}</h1>"));
    }

    @Test
    void html_showsNumbersAndPictures() {
        String html = new RunPage("run", "model", Plot.all())
                .html(NOW, Double.NaN, 98765.4, "diverged", false, Instant.EPOCH);
        assertTrue(html.contains("<dt>step</dt><dd>1,234,567</dd>"));
        assertTrue(html.contains("<dt>elapsed</dt><dd>1:02:05</dd>"));
        assertTrue(html.contains("<dt>steps per second</dt><dd>98,765</dd>"));
        assertFalse(html.contains("validation loss"));
        assertTrue(html.contains("class=\"state failed\""));
        for (Plot plot : Plot.all()) {
            assertTrue(html.contains("src=\"plots/" + plot.name() + ".png\" alt=\"" + plot.caption() + " of run\""));
        }
    }

    @Test
    void html_needsNothingFromElsewhere() {
        String html = new RunPage("run", "model", Plot.all()).html(NOW, Double.NaN, 1, "running", true, Instant.EPOCH);
        assertFalse(html.contains("http:") || html.contains("https:") || html.contains("src=\"//"));
    }
}
