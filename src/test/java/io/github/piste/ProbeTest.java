package io.github.piste;

import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void runs() {}
}
