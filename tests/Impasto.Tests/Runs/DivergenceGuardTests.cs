using System.Text.Json.Nodes;
using Impasto.Checkpoints;
using Impasto.Runs;
using Impasto.Storage;

namespace Impasto.Tests.Runs;

public sealed class DivergenceGuardTests : IDisposable
{
    private readonly PixelStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(200.0001)]
    public void Accept_loss_that_explodes_is_refused(double loss)
    {
        DivergenceGuard guard = Guard(0);
        guard.Accept(2, Point(1));

        Assert.False(guard.Accept(loss, Point(9)));
    }

    [Theory]
    [InlineData(double.NaN, "the loss was not a finite number")]
    [InlineData(31722.4, "the loss rose to 31720, more than 100 times the first of its scale")]
    [InlineData(1, "the picture had values that are not finite numbers")]
    public void Problem_says_what_happened(double loss, string expected)
    {
        DivergenceGuard guard = Guard(0);
        guard.Accept(2, Point(1));

        Assert.Equal(expected, guard.Problem(loss));
    }

    [Fact]
    public void Accept_hundred_times_the_first_loss_is_the_most()
    {
        DivergenceGuard guard = Guard(0);

        Assert.True(guard.Accept(2, Point(1)));
        Assert.True(guard.Accept(1, Point(2)));
        Assert.True(guard.Accept(200, Point(3)));
    }

    [Fact]
    public void Accept_first_loss_of_zero_or_less_sets_no_bound()
    {
        DivergenceGuard guard = Guard(0);

        Assert.True(guard.Accept(0, Point(1)));
        Assert.True(guard.Accept(1e30, Point(2)));
    }

    [Fact]
    public void RollBack_gives_the_point_of_the_least_loss()
    {
        DivergenceGuard guard = Guard(0);
        guard.Accept(5, Point(1));
        guard.Accept(3, Point(2));
        guard.Accept(4, Point(3));
        guard.Accept(double.NaN, Point(4));
        float[] point = [9];

        Assert.True(guard.RollBack(point));

        Assert.Equal(2, point[0]);
    }

    [Fact]
    public void RollBack_before_any_finite_loss_gives_the_start()
    {
        float[] start = [7], point = [9];
        var guard = new DivergenceGuard(start, _store);
        start[0] = 8;
        guard.Accept(double.NaN, Point(9));

        guard.RollBack(point);

        Assert.Equal(7, point[0]);
    }

    [Fact]
    public void RollBack_three_times_divides_the_step_by_ten_and_then_gives_up()
    {
        DivergenceGuard guard = Guard(0);
        List<(double Factor, string Next, bool IsLeft)> tries = [];
        for (int i = 0; i < 4; i++)
            tries.Add((guard.StepFactor, guard.NextTry, guard.RollBack(Point(0))));

        Assert.All(tries.Index(), t => Assert.Equal(Math.Pow(0.1, t.Index), t.Item.Factor, 12));
        Assert.Equal([true, true, true, false], tries.Select(each => each.IsLeft));
        Assert.All(tries.Take(3), each => Assert.Contains("a tenth as long", each.Next, StringComparison.Ordinal));
        Assert.Contains("gave up", tries[3].Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Exchange_restores_bound_best_point_and_retries()
    {
        using var folder = new ScratchFolder();
        DivergenceGuard guard = Guard(0), other = Guard(5);
        guard.Accept(2, Point(1));
        guard.Accept(1, Point(3));
        guard.RollBack(Point(0));
        var saved = new SavedState();
        guard.Exchange(saved);
        CheckpointFile.Write(folder.File("guard"), new JsonObject { ["state"] = saved.Texts }, saved.Sections);

        other.Exchange(new KeptState(CheckpointFile.Open(folder.File("guard"))));

        float[] point = [9];
        Assert.Equal(1, other.Retries);
        Assert.False(other.Accept(201, Point(4)));
        Assert.True(other.Accept(1.5, Point(4)));
        other.RollBack(point);
        Assert.Equal(3, point[0]);
    }

    private DivergenceGuard Guard(float start) => new(Point(start), _store);

    private static PixelBuffer Point(float value) => new float[] { value };
}
