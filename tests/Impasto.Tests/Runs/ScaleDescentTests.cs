using Impasto.Networks;
using Impasto.Optimizers;
using Impasto.Runs;
using Impasto.Storage;
using Impasto.Tests.Objectives;

namespace Impasto.Tests.Runs;

public sealed class ScaleDescentTests : IDisposable
{
    private static readonly SmallObjective Small = new() { Options = new() { Losses = Losses() } };

    private readonly PixelStore _pictures = new(), _vectors = new();
    private readonly PerceptualObjective _objective = Small.Open();
    private readonly float[] _point = Small.Noise(4).Pixels;

    public void Dispose()
    {
        _objective.Dispose();
        _pictures.Dispose();
        _vectors.Dispose();
    }

    [Fact]
    public void TryStep_moves_the_point_as_the_optimiser_does_alone()
    {
        var options = new AdamOptions();
        float[] alone = [.. _point];
        using var store = new PixelStore();
        IOptimizer optimizer = options.Create(new OptimizerRoom(alone.Length, store));
        ScaleDescent descent = Descent(options, steps: 3);
        for (int step = 0; step < 3; step++)
        {
            LossValue expected = optimizer.Step(_objective, alone);

            Assert.True(descent.TryStep(isLast: step == 2, out LossValue loss));

            Assert.Equal(expected.Total, loss.Total);
            Assert.Equal(alone, _point);
        }
    }

    [Fact]
    public void TryStep_loss_that_explodes_fails_and_a_retry_starts_anew_at_the_best_point()
    {
        float start = _point[0];
        ScriptedOptions script = Script((10, 0.5f), (3, 0.6f), (2000, 0.7f), (4, 0.8f));
        ScaleDescent descent = Descent(script, steps: 9);

        Assert.True(descent.TryStep(false, out _));
        Assert.True(descent.TryStep(false, out _));
        Assert.False(descent.TryStep(false, out LossValue loss));

        // The least loss, 3, is that of the point before the second step.
        Assert.Equal(2000, loss.Total);
        Assert.True(descent.TryAgain());
        Assert.Equal(0.5f, _point[0]);
        Assert.NotEqual(start, _point[0]);
        Assert.Equal([1, 0.1], script.Rooms.Select(room => room.StepFactor));
        Assert.True(descent.TryStep(false, out _));
    }

    [Fact]
    public void TryAgain_gives_up_after_three_retries_with_the_best_point()
    {
        ScriptedOptions script = Script((10, 0.5f), (double.NaN, 0), (double.NaN, 0), (double.NaN, 0), (double.NaN, 0));
        float[] start = [.. _point];
        ScaleDescent descent = Descent(script, steps: 9);
        descent.TryStep(false, out _);
        List<bool> left = [];
        for (int i = 0; i < 4; i++)
        {
            Assert.False(descent.TryStep(false, out _));
            left.Add(descent.TryAgain());
        }

        Assert.Equal([true, true, true, false], left);
        Assert.Equal(start, _point);
    }

    [Fact]
    public void TryAgain_frees_the_vectors_of_the_optimiser_that_failed()
    {
        ScriptedOptions script = Script((double.NaN, 0));
        ScaleDescent descent = Descent(script, steps: 9);
        descent.TryStep(false, out _);

        descent.TryAgain();

        Assert.Equal(2, script.Rooms.Count);
        Assert.Single(StoredBuffers.Of(_vectors));
    }

    [Fact]
    public void TryStep_last_point_that_is_not_finite_fails_only_at_the_last_step()
    {
        Assert.True(Descent(Script((1, float.NaN)), steps: 9).TryStep(isLast: false, out _));
        Assert.False(Descent(Script((1, float.NaN)), steps: 1).TryStep(isLast: true, out _));
        Assert.True(Descent(Script((1, 0.5f)), steps: 1).TryStep(isLast: true, out _));
    }

    [Theory]
    [InlineData(0, 30, 1, false)]
    [InlineData(0.01, 10, 1, false)]
    [InlineData(0.01, 11, 1, true)]
    [InlineData(0.01, 11, 0.985, false)]
    [InlineData(0.01, 11, 0.995, true)]
    [InlineData(0.01, 200, 1, false)]
    public void Standstill_is_a_fall_of_less_than_the_tolerance_in_a_tenth_of_the_steps(
        double tolerance, int done, double last, bool isOver)
    {
        // 200 steps, so that the window has 20; 100 steps have 10.
        int steps = done == 200 ? 200 : 100;
        ScaleDescent descent = Descent(Script(), steps, tolerance);
        double[] losses = [.. Enumerable.Repeat(1.0, done - 1), last];

        Assert.Equal(isOver, descent.Standstill(losses, done) is not null);
    }

    [Fact]
    public void Standstill_compares_with_the_loss_a_window_ago()
    {
        ScaleDescent descent = Descent(Script(), steps: 100, tolerance: 0.1);
        double[] losses = [.. Enumerable.Range(0, 30).Select(i => i < 19 ? 2.0 : 1.0)];

        // The window of 10 steps reaches back to number 20, where the loss had fallen already.
        Assert.Equal(
            "the loss fell by less than 0.1 of itself in 10 steps", descent.Standstill(losses, losses.Length));
        Assert.Null(descent.Standstill(losses[..29], 29));
    }

    [Fact]
    public void Standstill_does_not_compare_with_losses_of_other_targets()
    {
        ScaleDescent descent = Descent(Script(), steps: 100, tolerance: 0.1);
        double[] losses = [.. Enumerable.Repeat(1.0, 25)];

        Assert.Null(descent.Standstill(losses, 25, 15));
        Assert.NotNull(descent.Standstill(losses, 25, 14));
    }

    [Fact]
    public void Follow_takes_the_next_step_with_the_other_objective_and_forgets_the_best_point_of_the_first()
    {
        using PerceptualObjective other = (Small with
        {
            Options = new() { Losses = Losses() with { ContentWeight = 3 } },
        }).Open();
        ScaleDescent descent = Descent(new LbfgsOptions(), steps: 9);
        descent.TryStep(false, out _);
        descent.TryStep(false, out _);
        float[] gradient = new float[_point.Length], at = [.. _point];

        descent.Follow(other);
        descent.TryStep(false, out LossValue loss);

        Assert.Equal(other.Evaluate(at, gradient).Total, loss.Total, 1e-12);
        descent.TryAgain();
        Assert.Equal(at, _point);
    }

    [Fact]
    public void Standstill_an_optimiser_at_rest_ends_the_scale_unless_it_is_over_anyway()
    {
        ScriptedOptions script = Script();
        script.Rests = true;
        ScaleDescent descent = Descent(script, steps: 5);

        Assert.Equal("nothing lower could be found", descent.Standstill([1, 1], 2));
        Assert.Null(descent.Standstill([1, 1, 1, 1, 1], 5));
    }

    [Fact]
    public void End_leaves_the_average_at_the_point()
    {
        ScaleDescent descent = Descent(new ScriptedOptions(new([(1, 0.5f)])) { Averages = true }, steps: 1);
        descent.TryStep(true, out _);

        Assert.Equal(0.25f, descent.Shown.ToArray()[0]);
        Assert.Equal(StylizeOutcome.Completed, descent.End(StylizeOutcome.Completed));

        Assert.All(_point, value => Assert.Equal(0.25f, value));
    }

    [Fact]
    public void Optimiser_of_the_previous_scale_is_taken_over()
    {
        IOptimizer before = new AdamOptions().Create(new OptimizerRoom(_point.Length, _vectors));
        var stores = new ScaleStores(_pictures, _vectors) { Continued = before };
        ScriptedOptions script = Script();

        var descent = new ScaleDescent(
            _objective, _point, stores, new StylizePlanScale(Small.Size, 5) { Optimizer = script }, 0);

        Assert.Same(before, descent.Optimizer);
        Assert.Empty(script.Rooms);
    }

    private ScaleDescent Descent(OptimizerOptions options, int steps, double tolerance = 0) => new(
        _objective,
        _point,
        new ScaleStores(_pictures, _vectors),
        new StylizePlanScale(Small.Size, steps) { Optimizer = options },
        tolerance);

    private static ScriptedOptions Script(params (double, float)[] moves) => new(new(moves));

    private static LossOptions Losses() => new()
    {
        StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
        Content = ContentMode.Photo,
        ContentLayers = LayerWeights.Parse("conv2_1"),
    };
}
