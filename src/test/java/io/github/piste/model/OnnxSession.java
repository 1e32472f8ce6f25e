package io.github.piste.model;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** A model in onnxruntime, the reference for what an ONNX file means. */
final class OnnxSession implements AutoCloseable {
    private final OrtSession session;

    OnnxSession(byte[] model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = OrtEnvironment.getEnvironment().createSession(model, options);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new TestAbortedException("skipped for lack of onnxruntime on this platform: " + e, e);
        }
    }

    /** The answers to rows that follow each other in x. */
    double[] predict(double[] x, int features) throws OrtException {
        return doubles(x, features, OnnxExport.OUTPUT);
    }

    /** The probabilities of all classes, row by row. */
    double[] probabilities(double[] x, int features) throws OrtException {
        return doubles(x, features, OnnxExport.PROBABILITY);
    }

    /** The classes of rows. */
    long[] labels(double[] x, int features) throws OrtException {
        try (OnnxTensor tensor = tensor(x, features);
                OrtSession.Result result = session.run(Map.of("X", tensor))) {
            LongBuffer values = ((OnnxTensor) result.get(OnnxExport.LABEL).orElseThrow()).getLongBuffer();
            long[] labels = new long[values.remaining()];
            values.get(labels);
            return labels;
        }
    }

    private double[] doubles(double[] x, int features, String output) throws OrtException {
        try (OnnxTensor tensor = tensor(x, features);
                OrtSession.Result result = session.run(Map.of("X", tensor))) {
            DoubleBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getDoubleBuffer();
            double[] y = new double[values.remaining()];
            values.get(y);
            return y;
        }
    }

    private static OnnxTensor tensor(double[] x, int features) throws OrtException {
        long[] shape = {x.length / features, features};
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), DoubleBuffer.wrap(x), shape);
    }

    OnnxModelMetadata metadata() throws OrtException {
        return session.getMetadata();
    }

    String signature() throws OrtException {
        return session.getInputInfo() + " " + session.getOutputInfo();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
