package io.github.piste.plot;

/**
 * The colours of the pictures: those that people with any kind of colour vision tell apart, and greys for the rest.
 *
 * <p>Source: M. Okabe and K. Ito, Color Universal Design, 2008; without its yellow, which is too light on white.
 */
enum Ink {
    BLUE(0x0072B2),
    VERMILLION(0xD55E00),
    GREEN(0x009E73),
    PURPLE(0xCC79A7),
    ORANGE(0xE69F00),
    SKY(0x56B4E9),
    BLACK(0x222222),
    GREY(0x8A8F98),
    LIGHT(0xC4C9D1);

    /** How many of these serve to tell lines apart. */
    static final int DISTINCT = 7;

    private final int rgb;

    Ink(int rgb) {
        this.rgb = rgb;
    }

    int rgb() {
        return rgb;
    }

    /** The {@code i}-th of the colours that tell lines apart; they repeat after {@link #DISTINCT}. */
    static Ink of(int i) {
        return values()[i % DISTINCT];
    }
}
