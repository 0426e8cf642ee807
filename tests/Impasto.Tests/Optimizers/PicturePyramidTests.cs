using System.Text.Json.Nodes;
using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Optimizers;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Tests.Optimizers;

public sealed class PicturePyramidTests
{
    private const double Gain = 0.7;

    [Theory]
    [InlineData(16, 16)]
    [InlineData(13, 9)]
    [InlineData(5, 22)]
    [InlineData(3, 7)]
    [InlineData(2, 1)]
    public void Reduce_and_Expand_are_the_explicit_matrix_and_its_transpose(int width, int height)
    {
        var size = new PictureSize(width, height);
        float[] picture = Values(3 * width * height, 1);
        var pyramid = new PicturePyramid(new OptimizerRoom(picture.Length, new PixelStore()) { Size = size }, Gain);
        var expected = new ExplicitPyramid(size, Gain);
        float[] result = [.. picture];

        pyramid.Reduce(result);
        pyramid.Expand(result);

        Assert.Equal(expected.Levels, pyramid.Coarser);
        double[] coefficients = expected.Transposed([.. picture.Select(value => (double)value)]);
        double[] synthesis = expected.Picture(coefficients);
        for (int i = 0; i < result.Length; i++)
            Assert.Equal(synthesis[i], result[i], 2e-5 * synthesis.Max(Math.Abs));
    }

    [Fact]
    public void Reduce_and_Expand_threads_and_files_make_the_same_bits()
    {
        var size = new PictureSize(231, 187);
        using var team = new WorkerTeam(3);
        using var folder = new ScratchFolder();
        using PixelStore memory = new(), files = new(folder.Path);
        float[] alone = Both(memory, null);

        Assert.Equal(alone, Both(memory, team));
        Assert.Equal(alone, Both(files, team));

        float[] Both(PixelStore store, WorkerTeam? threads)
        {
            float[] values = Values(3 * (int)size.Pixels, 2);
            PixelBuffer picture = store.Create(values.Length);
            picture.Write(0, values);
            var room = new OptimizerRoom(values.Length, store) { Size = size, Team = threads };
            var pyramid = new PicturePyramid(room, Gain);
            pyramid.Reduce(picture);
            pyramid.Expand(picture);
            return picture.ToArray();
        }
    }

    [Fact]
    public void Gain_of_zero_and_numbers_that_are_no_picture_have_no_levels()
    {
        var room = new OptimizerRoom(300, new PixelStore());

        Assert.Equal(0, new PicturePyramid(room with { Size = new(10, 10) }, 0).Coarser);
        Assert.Equal(0, new PicturePyramid(room, Gain).Coarser);
    }

    // Adam moves each coefficient by itself, so the same steps on the coefficients give the same picture.
    [Fact]
    public void Adam_with_a_gain_is_Adam_on_the_coefficients()
    {
        var size = new PictureSize(11, 6);
        var matrix = new ExplicitPyramid(size, Gain);
        float[] point = Values(3 * 66, 3), coefficients = new float[matrix.Coefficients];
        point.CopyTo(coefficients, 0);
        float[] curvatures = [.. Values(point.Length, 4).Select(value => 1.5f + value)];
        var objective = new Quadratic(curvatures);
        var onPixels = new AdamOptions { LearningRate = 0.05, CoarseGain = Gain }.Create(
            new OptimizerRoom(point.Length, new PixelStore()) { Size = size });
        var onCoefficients = new AdamOptions { LearningRate = 0.05 }.Create(
            new OptimizerRoom(coefficients.Length, new PixelStore()));

        for (int step = 0; step < 12; step++)
        {
            onPixels.Step(objective, point);
            onCoefficients.Step(new OnCoefficients(matrix, objective), coefficients);
        }

        double[] picture = matrix.Picture([.. coefficients.Select(value => (double)value)]);
        Assert.All(Enumerable.Range(0, point.Length), i => Assert.Equal(picture[i], point[i], 1e-4));
    }

    [Fact]
    public void Lbfgs_with_a_gain_needs_fewer_evaluations_for_an_error_of_large_forms()
    {
        Assert.InRange(Evaluations(0.6), 1, 0.6 * Evaluations(0));

        // The gradients of |x|^2 / 1000 + |differences of neighbours|^2 grow with the square of the frequency; the
        // error at the start is one large form.
        static int Evaluations(double gain)
        {
            var size = new PictureSize(32, 32);
            float[] point = [.. Enumerable.Range(0, 3 * 1024).Select(i => MathF.Sin(i % 32 * 0.2f))];
            var objective = new Smoothness(size);
            IOptimizer lbfgs = new LbfgsOptions { CoarseGain = gain }.Create(
                new OptimizerRoom(point.Length, new PixelStore()) { Size = size });
            while (objective.Best > 0.02 && objective.Evaluations < 500)
                lbfgs.Step(objective, point);
            return objective.Evaluations;
        }
    }

    [Fact]
    public void Restored_optimisers_take_the_same_steps()
    {
        using var folder = new ScratchFolder();
        foreach (OptimizerOptions options in new OptimizerOptions[]
            { new LbfgsOptions { History = 3 }, new AdamOptions { CoarseGain = 0.5, Average = 0.9 } })
        {
            var size = new PictureSize(20, 14);
            float[] point = Values(3 * 280, 5);
            var objective = new Smoothness(size);
            IOptimizer first = Create();
            for (int step = 0; step < 6; step++)
                first.Step(objective, point);
            float[] copy = [.. point];
            IOptimizer second = Create();
            var saved = new SavedState();
            first.Exchange(saved);
            CheckpointFile.Write(
                folder.File("state"), new JsonObject { ["state"] = saved.Texts }, saved.Sections);
            second.Exchange(new KeptState(CheckpointFile.Open(folder.File("state"))));

            for (int step = 0; step < 4; step++)
            {
                first.Step(objective, point);
                second.Step(objective, copy);
            }

            Assert.Equal(point, copy);

            IOptimizer Create() => options.Create(new OptimizerRoom(840, new PixelStore()) { Size = size });
        }
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    // x = sum_l g^l U^l z_l, written down value by value in double precision.
    private sealed class ExplicitPyramid
    {
        private readonly List<PictureSize> _sizes;
        private readonly double _gain;

        public ExplicitPyramid(PictureSize size, double gain)
        {
            _gain = gain;
            _sizes = [size];
            while (_sizes.Count <= 5 && (Math.Min(_sizes[^1].Width, _sizes[^1].Height) + 1) / 2 >= 2)
                _sizes.Add(new((_sizes[^1].Width + 1) / 2, (_sizes[^1].Height + 1) / 2));
        }

        public int Levels => _sizes.Count - 1;

        public int Coefficients => (int)_sizes.Sum(size => 3 * size.Pixels);

        public double[] Picture(double[] coefficients)
        {
            double[] sum = new double[3 * _sizes[0].Pixels];
            int start = 0;
            for (int level = 0; level < _sizes.Count; level++)
            {
                for (int i = 0; i < 3 * _sizes[level].Pixels; i++)
                    Spread(level, i, coefficients[start + i], (at, value) => sum[at] += value);
                start += (int)(3 * _sizes[level].Pixels);
            }

            return sum;
        }

        public double[] Transposed(double[] picture)
        {
            List<double> result = [];
            for (int level = 0; level < _sizes.Count; level++)
            {
                for (int i = 0; i < 3 * _sizes[level].Pixels; i++)
                {
                    double product = 0;
                    Spread(level, i, 1, (at, value) => product += value * picture[at]);
                    result.Add(product);
                }
            }

            return [.. result];
        }

        // What one coefficient adds to the picture.
        private void Spread(int level, int index, double value, Action<int, double> add)
        {
            if (level == 0)
            {
                add(index, value);
                return;
            }

            (PictureSize coarse, PictureSize fine) = (_sizes[level], _sizes[level - 1]);
            int plane = index / (int)coarse.Pixels, at = index % (int)coarse.Pixels;
            foreach ((int y, double down) in Targets(at / coarse.Width, coarse.Height, fine.Height))
            {
                foreach ((int x, double across) in Targets(at % coarse.Width, coarse.Width, fine.Width))
                {
                    int target = (((plane * fine.Height) + y) * fine.Width) + x;
                    Spread(level - 1, target, _gain * down * across * value, add);
                }
            }
        }

        // Bilinear: fine value i lies at (i + 1/2) / 2 - 1/2 of the coarse ones; beyond the border it is the border's.
        private static IEnumerable<(int At, double Weight)> Targets(int from, int coarse, int fine)
        {
            for (int i = 0; i < fine; i++)
            {
                double place = ((i + 0.5) / 2) - 0.5, weight = 0;
                int left = (int)Math.Floor(place);
                foreach (int neighbour in new[] { left, left + 1 })
                {
                    if (Math.Clamp(neighbour, 0, coarse - 1) == from)
                        weight += 1 - Math.Abs(place - neighbour);
                }

                if (weight > 0)
                    yield return (i, weight);
            }
        }
    }

    private sealed class OnCoefficients(ExplicitPyramid matrix, ArrayObjective inner) : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            float[] picture = [.. matrix.Picture([.. point.Select(value => (double)value)]).Select(v => (float)v)];
            float[] slope = new float[picture.Length];
            double loss = inner.Evaluate(picture, slope);
            double[] transposed = matrix.Transposed([.. slope.Select(value => (double)value)]);
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] = (float)transposed[i];
            return loss;
        }
    }

    private sealed class Smoothness(PictureSize size) : ArrayObjective
    {
        public int Evaluations { get; private set; }

        public double Best { get; private set; } = double.PositiveInfinity;

        public override double Evaluate(float[] point, float[] gradient)
        {
            double loss = 0;
            for (int i = 0; i < point.Length; i++)
            {
                loss += point[i] * point[i] / 1000;
                gradient[i] = 2 * point[i] / 1000;
            }

            for (int i = 0; i < point.Length; i++)
            {
                int at = i % (int)size.Pixels;
                if (at % size.Width < size.Width - 1)
                    Pair(i, i + 1);
                if (at / size.Width < size.Height - 1)
                    Pair(i, i + size.Width);
            }

            Evaluations++;
            Best = Math.Min(Best, loss);
            return loss;

            void Pair(int one, int other)
            {
                float difference = point[one] - point[other];
                loss += difference * difference;
                gradient[one] += 2 * difference;
                gradient[other] -= 2 * difference;
            }
        }
    }
}
