using System.Globalization;
using Impasto.Cli.Words;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>A plan for people.</summary>
internal sealed class PlanReport(IAnsiConsole console)
{
    /// <summary>A plan in one line.</summary>
    public static string Line(StylizePlan plan)
    {
        StylizePlanScale last = plan.Scales[^1];
        return $"{Tiles(last)}{(last.OnDisk ? $", {MemorySize.Format(plan.DiskBytes)} on disk" : "")}, "
            + $"at most {MemorySize.Format(plan.Bytes)} of {MemorySize.Format(plan.MemoryLimit)} memory";
    }

    /// <summary>Everything.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="engine">What does the work.</param>
    /// <param name="seconds">Estimate of the time.</param>
    public void Show(StylizePlan plan, string engine, double seconds)
    {
        console.WriteLine($"Memory   at most {MemorySize.Format(plan.Bytes)}; {MemorySize.Format(plan.MemoryLimit)} may be used");
        foreach (StylizePlanPart part in plan.Parts)
            console.WriteLine($"         {part.Name,-32} {MemorySize.Format(part.Bytes),8}");
        if (plan.DiskBytes > 0)
            console.WriteLine($"Disk     {MemorySize.Format(plan.DiskBytes)} of temporary files in {plan.Folder}");
        console.WriteLine($"Time     about {Time(seconds)} with {engine}, by a small step measured here");
        console.WriteLine($"Scales   {"size",-15} {"steps",6} {"memory",8}  how");
        foreach (StylizePlanScale scale in plan.Mixing)
            Show(scale, "; mixes strokes first");
        foreach (StylizePlanScale scale in plan.Scales)
            Show(scale, "");
    }

    private void Show(StylizePlanScale scale, string what)
    {
        string optimizer = scale.Optimizer.Remark is { } remark ? $", {scale.Optimizer.Name} {remark}" : "";
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"         {scale.Size.ToString(),-15} {scale.Steps,6} {MemorySize.Format(scale.Bytes),8}  {Tiles(scale)}{optimizer}{(scale.OnDisk ? ", pixels on disk" : "")}{what}"));
    }

    private static string Tiles(StylizePlanScale scale) =>
        scale.Tiles == 1 ? (scale.InBands ? "in bands" : "in one piece") : $"{scale.Tiles} tiles of up to {scale.TileSize}";

    private static string Time(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seconds):0} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
