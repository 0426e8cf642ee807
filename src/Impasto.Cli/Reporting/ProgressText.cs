using System.Globalization;

namespace Impasto.Cli.Reporting;

/// <summary>Describes a step as text.</summary>
internal static class ProgressText
{
    private const string Gap = "  ";

    /// <summary>
    /// Step, size, losses, speed and time left on one line. If the line is too long, it lacks the least important
    /// parts.
    /// </summary>
    public static string Line(StylizeProgress step, int width = int.MaxValue) => Fit(
        [
            ($"Step {step.Step} of {step.TotalSteps}", 0), (Size(step), 4), ($"loss {Loss(step.Loss.Total)}", 1),
            .. step.Loss.Parts.Select((part, i) => ($"{part.Name} {Loss(part.Weighted)}", i < 2 ? 2 + i : 10 + i)),
            (Speed(step), 6), (Left(step.RemainingSeconds), 5),
        ],
        width);

    /// <summary>A shorter text to show beside a bar.</summary>
    public static string Short(StylizeProgress step, int width) => Fit(
        [
            ($"{step.Step}/{step.TotalSteps}", 0), (Size(step), 4), ($"loss {Loss(step.Loss.Total)}", 1),
            (Speed(step), 3), (Left(step.RemainingSeconds), 2),
        ],
        width);

    // The parts in their order on the line; the part with the highest rank is left out first.
    private static string Fit(List<(string Text, int Rank)> parts, int width)
    {
        while (parts.Count > 1 && Join(parts).Length > width)
            parts.Remove(parts.MaxBy(part => part.Rank));
        return Join(parts);
    }

    private static string Join(List<(string Text, int Rank)> parts) =>
        string.Join(Gap, parts.Select(part => part.Text));

    private static string Size(StylizeProgress step) => step.Size.ToString();

    // Losses of the conventions lie between 1e-6 and 1e9.
    private static string Loss(double loss) => loss.ToString(
        Math.Abs(loss) switch
        {
            0 or >= 0.001 and < 10 => "0.0000",
            >= 10 and < 100 => "0.000",
            >= 100 and < 1000 => "0.00",
            >= 1000 and < 100_000 => "0.0",
            _ => "0.000e+0",
        },
        CultureInfo.InvariantCulture);

    private static string Speed(StylizeProgress step)
    {
        double speed = step.Step / Math.Max(step.Seconds, 1e-9);
        string format = speed switch { >= 100 => "0", >= 1 => "0.0", >= 0.1 => "0.00", _ => "0.000" };
        return $"{speed.ToString(format, CultureInfo.InvariantCulture)} steps/s";
    }

    /// <summary>The time left.</summary>
    public static string Left(double seconds)
    {
        var left = TimeSpan.FromSeconds(Math.Round(Math.Clamp(seconds, 0, 1e8)));
        return left.TotalHours >= 1
            ? $"{(long)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left"
            : $"{left.Minutes}:{left.Seconds:00} left";
    }
}
