import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/** Tribuo's LinearSGDTrainer, a row a step, in random order. Arguments: the folder of a set, its rows and its features. */
final class TribuoPeer {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SEED = 1;

    private TribuoPeer() {}

    public static void main(String[] args) throws IOException {
        MutableDataset<Regressor> data = read(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ");
            System.out.println("= " + stochastic(data, Integer.parseInt(command[1]), Double.parseDouble(command[2])));
        }
    }

    /** Milliseconds an epoch. Its loss is half the squared error: twice the rate makes the same steps. */
    private static double stochastic(MutableDataset<Regressor> data, int epochs, double rate) {
        SGD descent = SGD.getSimpleSGD(2 * rate);
        LinearSGDTrainer trainer = new LinearSGDTrainer(new SquaredLoss(), descent, epochs, Integer.MAX_VALUE, 1, SEED);
        long start = System.nanoTime();
        trainer.train(data);
        return (System.nanoTime() - start) / NANOS_PER_MILLI / epochs;
    }

    private static MutableDataset<Regressor> read(Path folder, int n, int d) throws IOException {
        RegressionFactory targets = new RegressionFactory();
        MutableDataset<Regressor> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("rows", targets), targets);
        String[] names = new String[d];
        Arrays.setAll(names, j -> String.format("x%03d", j));
        DoubleBuffer x = map(folder.resolve("x.f64"));
        DoubleBuffer y = map(folder.resolve("y.f64"));
        double[] row = new double[d];
        for (int i = 0; i < n; i++) {
            x.get(row);
            data.add(new ArrayExample<>(new Regressor("y", y.get()), names, row.clone()));
        }
        return data;
    }

    private static DoubleBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer();
        }
    }
}
