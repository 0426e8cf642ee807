using Impasto.Cli.Reporting;

namespace Impasto.Cli.Tests.Reporting;

public sealed class ProgressTextTests
{
    private static readonly StylizeProgress Step = new()
    {
        Step = 12,
        TotalSteps = 300,
        Scale = 1,
        Scales = 2,
        Size = new(160, 120),
        Loss = new LossValue(8.61249, [new LossPart("content", 1, 1.5), new LossPart("style", 2, 0.125)]),
        Seconds = 4,
        RemainingSeconds = 96.4,
    };

    [Fact]
    public void Line_has_step_size_losses_speed_and_time_left() => Assert.Equal(
        "Step 12 of 300  160 x 120  loss 8.6125  content 1.5000  style 0.2500  3.0 steps/s  1:36 left",
        ProgressText.Line(Step));

    [Theory]
    [InlineData(92, "Step 12 of 300  160 x 120  loss 8.6125  content 1.5000  style 0.2500  3.0 steps/s  1:36 left")]
    [InlineData(80, "Step 12 of 300  160 x 120  loss 8.6125  content 1.5000  style 0.2500  1:36 left")]
    [InlineData(40, "Step 12 of 300  loss 8.6125")]
    public void Line_narrow_lacks_the_least_important_parts(int width, string expected) =>
        Assert.Equal(expected, ProgressText.Line(Step, width));

    [Theory]
    [InlineData(80, "12/300  160 x 120  loss 8.6125  3.0 steps/s  1:36 left")]
    [InlineData(54, "12/300  160 x 120  loss 8.6125  3.0 steps/s  1:36 left")]
    [InlineData(53, "12/300  loss 8.6125  3.0 steps/s  1:36 left")]
    [InlineData(35, "12/300  loss 8.6125  1:36 left")]
    [InlineData(25, "12/300  loss 8.6125")]
    [InlineData(12, "12/300")]
    [InlineData(-5, "12/300")]
    public void Short_narrow_lacks_the_least_important_parts(int width, string expected) =>
        Assert.Equal(expected, ProgressText.Short(Step, width));

    [Theory]
    [InlineData(0, "loss 0.0000")]
    [InlineData(0.00099, "loss 9.900e-4")]
    [InlineData(0.0123, "loss 0.0123")]
    [InlineData(99.9999, "loss 100.000")]
    [InlineData(123.456, "loss 123.46")]
    [InlineData(99_999, "loss 99999.0")]
    [InlineData(46_600_000, "loss 4.660e+7")]
    public void Line_losses_of_any_size_are_short(double loss, string expected) =>
        Assert.Contains($"  {expected}  ", ProgressText.Line(Step with { Loss = loss }), StringComparison.Ordinal);

    [Theory]
    [InlineData(12, 0.05, "240 steps/s")]
    [InlineData(12, 3, "4.0 steps/s")]
    [InlineData(12, 60, "0.20 steps/s")]
    [InlineData(1, 40, "0.025 steps/s")]
    public void Line_speed_of_slow_runs_has_digits(int step, double seconds, string expected) => Assert.Contains(
        $"  {expected}  ",
        ProgressText.Line(Step with { Step = step, Seconds = seconds }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0:00 left")]
    [InlineData(59.6, "1:00 left")]
    [InlineData(3599.4, "59:59 left")]
    [InlineData(3600, "1:00:00 left")]
    [InlineData(360000, "100:00:00 left")]
    [InlineData(double.PositiveInfinity, "27777:46:40 left")]
    public void Line_time_left_has_hours_minutes_and_seconds(double seconds, string expected) => Assert.EndsWith(
        $"  {expected}", ProgressText.Line(Step with { RemainingSeconds = seconds }), StringComparison.Ordinal);
}
