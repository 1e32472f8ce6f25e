package io.github.piste.data;

/**
 * Tells the user what is wrong with the data, in one line that names the place, what was found and what to do.
 *
 * <p>Control characters, line ends and invisible format characters of the message are escaped, so that a cell or a
 * path from a stranger cannot forge lines or colours in a log. The command line ends with exit code 3.
 */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The escaped message. */
    private final String message;

    /**
     * Describes a fault of the data.
     *
     * @param message one line for the user; what is not printable in it is escaped
     */
    public DataException(String message) {
        super();
        this.message = Quoted.escape(message);
    }

    /**
     * Describes a fault of the data that another exception revealed.
     *
     * @param message one line for the user; what is not printable in it is escaped
     * @param cause what revealed the fault
     */
    public DataException(String message, Throwable cause) {
        super(cause);
        this.message = Quoted.escape(message);
    }

    /**
     * Gives the line for the user.
     *
     * @return the escaped message
     */
    @Override
    public String getMessage() {
        return message;
    }

    /**
     * Describes a fault at a line: {@code path: line 17: what}.
     *
     * @param source the file's name as the user gave it
     * @param line 1-based line where the record starts
     * @param what the fault and its fix
     * @return the exception to throw
     */
    static DataException atLine(String source, long line, String what) {
        return new DataException(source + ": line " + line + ": " + what);
    }

    /**
     * Describes a fault of a cell: {@code path: line 17, column 3 ('horsepower'): what}.
     *
     * @param source the file's name as the user gave it
     * @param line 1-based line where the record starts
     * @param column 0-based column
     * @param name name of the column; a column that is named by its number is not named twice
     * @param what the fault and its fix
     * @return the exception to throw
     */
    static DataException atCell(String source, long line, int column, String name, String what) {
        String number = Integer.toString(column + 1);
        String named = name.equals(number) ? "" : " (" + Quoted.cell(name) + ")";
        return new DataException(source + ": line " + line + ", column " + number + named + ": " + what);
    }
}
