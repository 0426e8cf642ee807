using Impasto.Studio.Painting;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Tests.Painting;

/// <summary>The losses of a run, thinned out.</summary>
public sealed class LossCurveTests
{
    [Fact]
    public void Add_keeps_step_total_and_every_term()
    {
        var curve = new LossCurve(RunCurve.Empty);

        curve.Add(Step(1, ("content", 2), ("style", 3)));

        Assert.Equal(["content", "style"], curve.Curve.Names);
        Assert.Equal([1, 5, 2, 3], Assert.Single(curve.Curve.Points));
    }

    [Fact]
    public void Add_thousands_of_steps_keeps_evenly_spaced_points_below_the_limit()
    {
        var curve = new LossCurve(RunCurve.Empty);

        for (int step = 1; step <= 5000; step++)
            curve.Add(Step(step, ("style", 1)));

        double[] steps = [.. curve.Curve.Points.Select(point => point[0])];
        Assert.InRange(steps.Length, LossCurve.Most / 4, LossCurve.Most - 1);
        double[] gaps = [.. steps.Zip(steps.Skip(1), (one, next) => next - one).Distinct()];
        Assert.Single(gaps);
    }

    [Fact]
    public void Add_other_terms_than_before_keeps_only_the_totals_of_earlier_points()
    {
        var before = new RunCurve { Names = ["content", "style"], Points = [[1, 5, 2, 3]] };
        var curve = new LossCurve(before);

        curve.Add(Step(2, ("style", 4)));

        Assert.Equal(["style"], curve.Curve.Names);
        Assert.Equal([[1, 5], [2, 4, 4]], curve.Curve.Points);
    }

    [Fact]
    public void Add_loss_that_is_no_number_is_left_out()
    {
        var curve = new LossCurve(RunCurve.Empty);

        curve.Add(new RunProgress { Step = 1, Loss = double.NaN });

        Assert.Empty(curve.Curve.Points);
    }

    [Fact]
    public void Parse_list_of_an_earlier_version_gives_its_points()
    {
        RunCurve curve = RunCurve.Parse("[[1,5.5],[2,4]]");

        Assert.Empty(curve.Names);
        Assert.Equal([[1, 5.5], [2, 4]], curve.Points);
    }

    [Fact]
    public void Parse_gives_back_what_was_written()
    {
        var curve = new RunCurve { Names = ["content"], Points = [[1, 2, 3]] };

        RunCurve read = RunCurve.Parse(curve.ToJson());

        Assert.Equal(curve.Names, read.Names);
        Assert.Equal(curve.Points, read.Points);
    }

    private static RunProgress Step(int step, params (string Name, double Value)[] losses) => new()
    {
        Step = step,
        Loss = losses.Sum(loss => loss.Value),
        Losses = [.. losses.Select(loss => new RunLoss(loss.Name, loss.Value))],
    };
}
