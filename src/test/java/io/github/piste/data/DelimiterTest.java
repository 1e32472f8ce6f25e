package io.github.piste.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimiterTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "whitespace", "tab", ",", ";", "|", ":", " "})
    void parse_andToString_goRound(String text) {
        assertEquals(text, Delimiter.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\n", "\r", "5", "e", ".", "-", "+", ",,", "comma", "\0", "\uD83D"})
    void parse_anythingElse_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Delimiter.parse(text));
    }

    @Test
    void parse_literalTab_isATab() {
        assertEquals(Delimiter.of('\t'), Delimiter.parse("\t"));
    }
}
