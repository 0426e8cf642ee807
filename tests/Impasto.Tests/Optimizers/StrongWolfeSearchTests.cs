using Impasto.Optimizers;

namespace Impasto.Tests.Optimizers;

/// <summary>Lengths against closed forms, and the strong Wolfe conditions computed beside the search.</summary>
public sealed class StrongWolfeSearchTests
{
    private const double Decrease = 1e-4, Flatness = 0.9;

    [Fact]
    public void Run_quadratic_from_beyond_its_minimum_finds_it_in_two_evaluations()
    {
        // f(t) = (t - 1)^2 / 2: the cubic through both ends is f itself.
        var line = new Line(new Quadratic([1], minimum: _ => 1), [0], [1]);

        LinePoint found = line.Run(3);

        Assert.Equal(1, found.Length, 9);
        Assert.Equal(0, found.Value, 12);
        Assert.Equal(2, line.Evaluations);
    }

    [Fact]
    public void Run_quadratic_from_far_before_its_minimum_takes_a_step_ten_times_as_long()
    {
        // f'(0.05) = -0.95 is too steep; the minimum at 1 is more than ten times as far.
        var line = new Line(new Quadratic([1], minimum: _ => 1), [0], [1]);

        Assert.Equal(0.5, line.Run(0.05).Length, 9);
        Assert.Equal(2, line.Evaluations);
    }

    [Fact]
    public void Run_first_length_that_is_good_is_taken()
    {
        var line = new Line(new Quadratic([1], minimum: _ => 1), [0], [1]);

        Assert.Equal(0.5, line.Run(0.5).Length);
        Assert.Equal(1, line.Evaluations);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(300)]
    public void Run_rosenbrocks_line_ends_where_the_conditions_hold(double length)
    {
        // Straight downhill from the usual start: the gradient there is (-215.6, -88).
        var line = new Line(new Rosenbrock(), [-1.2f, 1], [215.6f, 88]);

        line.AssertConditions(line.Run(length));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.3)]
    [InlineData(40)]
    public void Run_quadratic_of_many_curvatures_ends_where_the_conditions_hold(double length)
    {
        var objective = new Quadratic([1, 10, 100, 1000], minimum: _ => 0.5);
        var line = new Line(objective, [0, 0, 0, 0], [0.5f, 5, 50, 500]);

        line.AssertConditions(line.Run(length));
    }

    [Fact]
    public void Run_gradient_is_that_of_the_point_found()
    {
        var line = new Line(new Rosenbrock(), [-1.2f, 1], [215.6f, 88]);
        LinePoint found = line.Run(1);

        (double _, float[] expected) = line.At(found.Length);
        Assert.Equal(expected, line.Search.Gradient.ToArray());
        Assert.NotSame(line.Search.Gradient, line.Search.SpareGradient);
    }

    [Fact]
    public void Run_uphill_finds_nothing_and_evaluates_nothing()
    {
        var line = new Line(new Quadratic([1], minimum: _ => 1), [0], [-1]);

        Assert.Equal(0, line.Run(1).Length);
        Assert.Equal(0, line.Evaluations);
        Assert.False(line.Search.IsLost);
    }

    [Fact]
    public void Run_values_that_are_not_finite_are_left_by_halving()
    {
        var line = new Line(new Wall(0.6f), [0], [1]);

        LinePoint found = line.Run(4);

        // 4, 2 and 1 lie behind the wall, 0.5 before it.
        Assert.Equal(0.5, found.Length, 9);
        Assert.Equal(4, line.Evaluations);
        Assert.False(line.Search.IsLost);
    }

    [Fact]
    public void Run_without_any_finite_value_is_lost()
    {
        var line = new Line(new Wall(-1), [0], [1]) { Start = (0, -1) };

        Assert.Equal(0, line.Run(1).Length);
        Assert.True(line.Search.IsLost);
    }

    [Fact]
    public void Run_slope_without_end_takes_the_lowest_point_of_all_evaluations()
    {
        // f(t) = -t never gets flat: every length is ten times the one before.
        var line = new Line(new Slope(), [0], [1]);

        LinePoint found = line.Run(1);

        Assert.Equal(StrongWolfeSearch.MostEvaluations, line.Evaluations);
        Assert.Equal(1e19, found.Length, 1e10);
    }

    /// <summary>A search along a line from a point.</summary>
    private sealed class Line(ArrayObjective objective, float[] point, float[] direction)
    {
        private readonly Counted _counted = new(objective);
        private StrongWolfeSearch? _search;

        public int Evaluations => _counted.Count;

        public StrongWolfeSearch Search => _search!;

        /// <summary>Value and slope at the start; null computes them.</summary>
        public (double Value, double Slope)? Start { get; init; }

        public LinePoint Run(double length)
        {
            var line = new SearchLine(point, direction, new float[point.Length]);
            _search = new StrongWolfeSearch(_counted, line, new float[point.Length], new float[point.Length]);
            (double value, double slope) = Start ?? Slope(0);
            return _search.Run(value, slope, length);
        }

        /// <summary>Value and gradient at a length, as the search computes the point.</summary>
        public (double Value, float[] Gradient) At(double length)
        {
            float[] moved = [.. point.Select((x, i) => x + ((float)length * direction[i]))];
            float[] gradient = new float[point.Length];
            return (objective.Evaluate(moved, gradient), gradient);
        }

        public void AssertConditions(LinePoint found)
        {
            (double value, double slope) = Slope(0);
            (double reached, double left) = Slope(found.Length);
            Assert.True(found.Length > 0 && Evaluations < StrongWolfeSearch.MostEvaluations);
            Assert.Equal(reached, found.Value, 1e-9 * Math.Abs(value));
            Assert.True(reached <= value + (Decrease * found.Length * slope), $"{reached} after {value}");
            Assert.True(Math.Abs(left) <= Flatness * Math.Abs(slope) * (1 + 1e-6), $"slope {left} after {slope}");
        }

        private (double Value, double Slope) Slope(double length)
        {
            (double value, float[] gradient) = At(length);
            return (value, gradient.Select((g, i) => (double)g * direction[i]).Sum());
        }
    }

    private sealed class Counted(ArrayObjective inner) : ArrayObjective
    {
        public int Count { get; private set; }

        public override double Evaluate(float[] point, float[] gradient)
        {
            Count++;
            return inner.Evaluate(point, gradient);
        }
    }

    /// <summary>(x - 1)^2 / 2 before a wall, nothing behind it.</summary>
    private sealed class Wall(float place) : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            bool isBehind = point[0] > place;
            gradient[0] = isBehind ? float.NaN : point[0] - 1;
            return isBehind ? double.NaN : 0.5 * (point[0] - 1) * (point[0] - 1);
        }
    }

    private sealed class Slope : ArrayObjective
    {
        public override double Evaluate(float[] point, float[] gradient)
        {
            gradient[0] = -1;
            return -point[0];
        }
    }
}
