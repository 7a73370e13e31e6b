package differential;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/** Random numbers from seeds. */
final class RandomProbes {
    private static final String[] ALGORITHMS = {
        "L128X1024MixRandom", "L128X128MixRandom", "L128X256MixRandom", "L32X64MixRandom", "L64X1024MixRandom", "L64X128MixRandom", "L64X128StarStarRandom",
        "L64X256MixRandom", "Random", "SplittableRandom", "Xoroshiro128PlusPlus", "Xoshiro256PlusPlus", "None"
    };

    private RandomProbes() {}

    static void run(Probes p) {
        for (String algorithm : ALGORITHMS) {
            p.of(algorithm, () -> {
                RandomGenerator random = RandomGeneratorFactory.of(algorithm).create(42);
                return random.nextLong() + " " + random.nextInt(10, 20) + " " + random.nextDouble() + " " + random.nextGaussian() + " " + random.nextExponential() + " " + random.nextBoolean();
            });
        }
        p.of("algorithms", () -> RandomGeneratorFactory.all().map(RandomGeneratorFactory::name).collect(Collectors.toCollection(TreeSet::new)));
        p.of("factory", () -> RandomGeneratorFactory.of("L64X128MixRandom").stateBits() + " " + RandomGeneratorFactory.getDefault().name() + RandomGeneratorFactory.of("Random").isJumpable());
        p.of("jump", () -> {
            var random = RandomGenerator.JumpableGenerator.of("Xoshiro256PlusPlus");
            random.jump();
            return "jumped";
        });
        p.of("not splittable", () -> RandomGenerator.SplittableGenerator.of("Random"));
        p.of("random", () -> new Random(5).nextInt() + " " + new Random(5).nextInt(100) + " " + new Random(5).nextFloat() + " " + new Random(5).nextGaussian());
        p.of("streams", () -> new Random(5).ints(3, 0, 10).boxed().toList() + " " + new Random(5).doubles(2).boxed().toList());
        p.of("split", () -> new SplittableRandom(7).split().nextLong());
        p.of("bytes", () -> {
            byte[] bytes = new byte[5];
            new Random(1).nextBytes(bytes);
            return bytes;
        });
        p.of("bound", () -> new Random().nextInt(0));
        p.of("bounds", () -> ThreadLocalRandom.current().nextInt(5, 5));
        p.of("local seed", () -> {
            ThreadLocalRandom.current().setSeed(1);
            return "";
        });
        p.of("different", () -> new Random().nextLong() != new Random().nextLong());
        p.of("own", () -> RandomGenerator.of("Random").ints(5, 1, 2).sum());
        p.of("shuffled", () -> new Random(3).ints(0, 1000).distinct().limit(5).boxed().toList());
        p.of("math", () -> Math.random() < 1);
    }
}
