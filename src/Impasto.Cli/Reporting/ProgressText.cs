using System.Globalization;

namespace Impasto.Cli.Reporting;

/// <summary>How a step reads.</summary>
internal static class ProgressText
{
    /// <summary>Step, size, losses, speed and time left on one line.</summary>
    public static string Line(StylizeProgress step) => string.Create(
        CultureInfo.InvariantCulture,
        $"Step {step.Step} of {step.TotalSteps}  {step.Width} x {step.Height}  loss {Loss(step.Loss)}  content {Loss(step.Content)}  style {Loss(step.Style)}  {Speed(step)}  {Left(step)}");

    /// <summary>The same, short enough to stand beside a bar.</summary>
    public static string Short(StylizeProgress step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.Step}/{step.TotalSteps}  {step.Width} x {step.Height}  loss {Loss(step.Loss)}  {Speed(step)}  {Left(step)}");

    // Losses of the conventions lie between 1e-6 and 1e9.
    private static string Loss(double loss) => loss.ToString("0.000e+0", CultureInfo.InvariantCulture);

    private static string Speed(StylizeProgress step) =>
        string.Create(CultureInfo.InvariantCulture, $"{step.Step / Math.Max(step.Seconds, 1e-9):0.0} steps/s");

    private static string Left(StylizeProgress step)
    {
        var left = TimeSpan.FromSeconds(Math.Round(Math.Clamp(step.RemainingSeconds, 0, 1e8)));
        return (left.TotalHours >= 1 ? $"{(long)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}" : $"{left.Minutes}:{left.Seconds:00}") + " left";
    }
}
