package dev.ristretto.tests.runtime;

import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;

/** A security provider that is made when the program runs, with a code of a message that is the sum of its bytes. */
final class OwnProvider extends Provider {
    private static final long serialVersionUID = 1;

    OwnProvider() {
        super("Own", "1.0", "sums");
        put("Mac.Sum", "dev.ristretto.tests.runtime.OwnProvider$Sum");
    }

    /** Made by its name. */
    public static final class Sum extends MacSpi {
        private byte sum;

        /** Created by the JDK. */
        public Sum() {}

        @Override
        protected int engineGetMacLength() {
            return 1;
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters) {}

        @Override
        protected void engineUpdate(byte input) {
            sum += input;
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                sum += input[i];
            }
        }

        @Override
        protected byte[] engineDoFinal() {
            byte[] result = {sum};
            sum = 0;
            return result;
        }

        @Override
        protected void engineReset() {
            sum = 0;
        }
    }
}
