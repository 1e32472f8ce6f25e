package io.github.piste.model;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.DoubleBuffer;
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
        long[] shape = {x.length / features, features};
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), DoubleBuffer.wrap(x), shape);
                OrtSession.Result result = session.run(Map.of("X", tensor))) {
            double[] y = new double[x.length / features];
            ((OnnxTensor) result.get("prediction").orElseThrow())
                    .getDoubleBuffer()
                    .get(y);
            return y;
        }
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
