using Impasto.Optimizers;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Tests.Optimizers;

public sealed class LbfgsTests
{
    [Fact]
    public void Step_quadratic_of_condition_1e4_is_solved_in_eighty_evaluations()
    {
        float[] curvatures = [.. Enumerable.Range(0, 12).Select(i => MathF.Pow(10, 4f * i / 11))];
        var objective = new Quadratic(curvatures);
        float[] point = new float[12];
        var lbfgs = Lbfgs(12);

        for (int step = 0; step < 80 && objective.Evaluations < 80; step++)
            lbfgs.Step(objective, point);

        Assert.True(Quadratic.Distance(point) < 1e-3, $"still {Quadratic.Distance(point)} away");
    }

    [Fact]
    public void Step_rounded_pairs_come_as_near_as_whole_ones()
    {
        float[] curvatures = [.. Enumerable.Range(0, 400).Select(i => MathF.Pow(10, 2f * i / 399))];
        double whole = Distance(rounded: false), rounded = Distance(rounded: true);

        Assert.InRange(rounded, 0, Math.Max(1.5 * whole, 1e-3));

        double Distance(bool rounded)
        {
            float[] point = new float[400];
            var lbfgs = new Lbfgs(
                new LbfgsOptions { History = 20 }, new OptimizerRoom(400, new PixelStore()), rounded);
            for (int step = 0; step < 30; step++)
                lbfgs.Step(new Quadratic(curvatures), point);
            return Quadratic.Distance(point);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_threads_and_files_make_the_same_bits(bool rounded)
    {
        // So many stretches that other threads wake up in time for some of them; the last one is odd.
        const int Length = 500_001;
        float[] curvatures = [.. Enumerable.Range(0, Length).Select(i => 1 + (3f * i / Length))];
        using var team = new WorkerTeam(3);
        using var folder = new ScratchFolder();
        using PixelStore memory = new(), files = new(folder.Path);
        float[] alone = Point(memory, null);

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(Math.Sin(i), alone[i], 0.05));
        Assert.Equal(alone, Point(memory, team));
        Assert.Equal(alone, Point(files, team));

        float[] Point(PixelStore store, WorkerTeam? team)
        {
            float[] point = new float[Length];
            var lbfgs = new Lbfgs(
                new LbfgsOptions { History = 5 }, new OptimizerRoom(Length, store) { Team = team }, rounded);
            for (int step = 0; step < 8; step++)
                lbfgs.Step(new Quadratic(curvatures, minimum: i => Math.Sin(i)), point);
            return point;
        }
    }

    [Fact]
    public void Step_rosenbrock_reaches_the_minimum()
    {
        float[] point = [-1.2f, 1];
        var lbfgs = Lbfgs(2, new LbfgsOptions { History = 5 });

        for (int step = 0; step < 60; step++)
            lbfgs.Step(new Rosenbrock(), point);

        Assert.Equal(1f, point[0], 3);
        Assert.Equal(1f, point[1], 3);
    }

    [Fact]
    public void Step_with_a_line_search_never_raises_the_loss()
    {
        float[] point = [-1.2f, 1];
        var lbfgs = Lbfgs(2);
        double last = double.PositiveInfinity;

        for (int step = 0; step < 50; step++)
        {
            double loss = lbfgs.Step(new Rosenbrock(), point);
            Assert.True(loss <= last, $"step {step}: {loss} after {last}");
            last = loss;
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void Step_loss_in_other_units_takes_the_same_path(double scale)
    {
        float[] curvatures = [1, 4, 20, 100];
        float[] plain = new float[4], scaled = new float[4];
        Lbfgs first = Lbfgs(4), second = Lbfgs(4);

        for (int step = 0; step < 12; step++)
        {
            first.Step(new Quadratic(curvatures), plain);
            second.Step(new Quadratic(curvatures, scale), scaled);
        }

        for (int i = 0; i < 4; i++)
            Assert.Equal(plain[i], scaled[i], 2e-3f);
    }

    [Fact]
    public void Step_without_line_search_makes_torch_optim_lbfgs_iterates()
    {
        // By hand for f = (x^2 + 10 y^2) / 2 from (1, 1): g = (1, 10), the first length is 1 / 11.
        float[] point = [1, 1];
        var lbfgs = Lbfgs(2, new LbfgsOptions { History = 100, LineSearch = LineSearchMode.None });
        var objective = new Quadratic([1, 10]);
        point[1] = 2; // The minimum is at (0, 1), so this is 1 away in both.

        lbfgs.Step(objective, point);

        Assert.Equal(1 - (1 / 11.0), point[0], 6);
        Assert.Equal(2 - (10 / 11.0), point[1], 6);

        // One pair: s = -(1, 10) / 11, y = -(1, 100) / 11, s.y = 1001 / 121, y.y = 10001 / 121; g = (10, 10) / 11.
        double gamma = 1001.0 / 10001, rho = 121 / 1001.0;
        double alpha = rho * ((-1 / 11.0 * (10 / 11.0)) + (-10 / 11.0 * (10 / 11.0)));
        double qx = (10 / 11.0) + (alpha / 11), qy = (10 / 11.0) + (alpha * 100 / 11);
        double rx = gamma * qx, ry = gamma * qy;
        double beta = rho * ((-1 / 11.0 * rx) + (-100 / 11.0 * ry));
        double dx = rx + ((alpha - beta) * -1 / 11), dy = ry + ((alpha - beta) * -10 / 11);
        double x = point[0], y = point[1];

        lbfgs.Step(objective, point);

        Assert.Equal(x - dx, point[0], 5);
        Assert.Equal(y - dy, point[1], 5);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    public void Step_without_line_search_passes_the_values_that_pytorch_printed(int history)
    {
        // tests/Impasto.Torch.Tests/Reference/lbfgs.py; a memory of 3 pairs forgets, which shows from the seventh value
        // on.
        double[] expected =
            [.. References.Read("Data", "lbfgs.txt").Where(line => (int)line[0] == history).Select(line => line[1])];
        float[] point = new float[8];
        var lbfgs = Lbfgs(
            8, new LbfgsOptions { History = history, LearningRate = 0.75, LineSearch = LineSearchMode.None });

        double[] found = [.. expected.Select(_ => lbfgs.Step(new RoundedValleys(), point).Total)];

        Assert.Equal(14, expected.Length);
        double worst = References.Worst(expected, found);
        Assert.True(worst < 2e-5, $"off by {worst}");
    }

    [Fact]
    public void Step_where_nothing_lower_can_be_found_costs_no_more_evaluations()
    {
        var wall = new Wall();
        float[] point = [0, 0];
        var lbfgs = Lbfgs(2);

        for (int step = 0; step < 10; step++)
            Assert.Equal(0, lbfgs.Step(wall, point).Total);

        Assert.Equal([0f, 0f], point);
        Assert.True(wall.Evaluations < 30, $"{wall.Evaluations} evaluations");
    }

    [Fact]
    public void Step_not_a_number_all_around_is_reported()
    {
        float[] point = [0, 0, 0];
        var objective = new NotANumberBeyond(new Quadratic([1, 1, 1]), limit: 0);

        double loss = Lbfgs(3).Step(objective, point);

        Assert.Equal(double.NaN, loss);
        Assert.Equal([0f, 0f, 0f], point);
    }

    [Fact]
    public void Step_not_a_number_on_the_way_is_stepped_around()
    {
        float[] point = [0, 0, 0];
        var objective = new NotANumberBeyond(new Quadratic([1, 1, 1]), limit: 1.5f);
        var lbfgs = Lbfgs(3);
        double loss = 0;

        for (int step = 0; step < 10; step++)
            loss = lbfgs.Step(objective, point);

        Assert.True(double.IsFinite(loss));
        Assert.All(point, value => Assert.True(float.IsFinite(value)));
        Assert.True(loss < 1, $"the loss is still {loss}");
    }

    // The direction and two gradients; a search has a trial point and its gradient too. A pair has two vectors, which
    // are rounded to half their size with a search.
    [Theory]
    [InlineData(LineSearchMode.None, 0, 3 + (2 * 4))]
    [InlineData(LineSearchMode.StrongWolfe, 0, 5 + 4)]
    // Of a pyramid the trial point and the coarser levels.
    [InlineData(LineSearchMode.None, 0.6, 5 + (2 * 4) + 0.37)]
    public void VectorsFor_counts_what_is_made(LineSearchMode search, double gain, double expected) => Assert.Equal(
        expected, new LbfgsOptions { History = 4, LineSearch = search, CoarseGain = gain }.VectorsFor(10), 1e-9);

    // Pairs as they are: what is compared is known for these.
    private static Lbfgs Lbfgs(int length, LbfgsOptions? options = null) => new(
        options ?? new LbfgsOptions { History = 100 }, new OptimizerRoom(length, new PixelStore()), roundsPairs: false);

    // The function of lbfgs.py.
    private sealed class RoundedValleys : ArrayObjective
    {
        private static readonly double[] Curvatures = [1, 2, 3, 5, 8, 13, 21, 34];

        public override double Evaluate(float[] point, float[] gradient)
        {
            double value = 0;
            double[] slopes = new double[point.Length];
            for (int i = 0; i < point.Length; i++)
            {
                double distance = point[i] - (i / 8.0), root = Math.Sqrt(1 + (distance * distance));
                value += Curvatures[i] * (root - 1);
                slopes[i] += Curvatures[i] * distance / root;
                if (i == 0)
                    continue;
                double bend = point[i] - (double)point[i - 1] - 0.25;
                value += bend * bend;
                slopes[i] += 2 * bend;
                slopes[i - 1] -= 2 * bend;
            }

            for (int i = 0; i < point.Length; i++)
                gradient[i] = (float)slopes[i];
            return value;
        }
    }

    // Rises every way from 0, whatever its gradient says.
    private sealed class Wall : ArrayObjective
    {
        public int Evaluations { get; private set; }

        public override double Evaluate(float[] point, float[] gradient)
        {
            Evaluations++;
            gradient.AsSpan().Fill(1);
            return point.Sum(value => Math.Abs((double)value));
        }
    }

    private sealed class NotANumberBeyond(Quadratic inner, float limit) : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            double value = inner.Evaluate(point, gradient);
            if (point.Max() <= limit)
                return value;
            gradient.AsSpan().Fill(float.NaN);
            return double.NaN;
        }
    }
}
