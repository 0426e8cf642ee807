using System.Globalization;
using Impasto.Cli.Words;
using Spectre.Console;

namespace Impasto.Cli.Reporting;

/// <summary>Prints plans.</summary>
internal sealed class PlanReport(IAnsiConsole console)
{
    /// <summary>Describes a plan in one line.</summary>
    public static string Line(StylizePlan plan)
    {
        StylizePlanScale last = plan.Scales[^1];
        return $"{Tiles(last)}{(last.OnDisk ? $", {MemorySize.Format(plan.DiskBytes)} on disk" : "")}, "
            + $"at most {MemorySize.Format(plan.Bytes)} of {MemorySize.Format(plan.MemoryLimit)} memory";
    }

    /// <summary>Prints a plan with all its scales.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="engine">Network and device.</param>
    /// <param name="seconds">Estimated time of the run.</param>
    public void Show(StylizePlan plan, string engine, double seconds)
    {
        string bytes = MemorySize.Format(plan.Bytes), limit = MemorySize.Format(plan.MemoryLimit);
        console.WriteLine($"Memory   at most {bytes}; {limit} may be used");
        foreach (StylizePlanPart part in plan.Parts)
            console.WriteLine($"         {part.Name,-32} {MemorySize.Format(part.Bytes),8}");
        if (plan.DiskBytes > 0)
            console.WriteLine($"Disk     {MemorySize.Format(plan.DiskBytes)} of temporary files in {plan.Folder}");
        console.WriteLine($"Time     about {Time(seconds)} with {engine}, estimated from a small step here");
        console.WriteLine($"Scales   {"size",-15} {"steps",6} {"memory",8}  how");
        foreach (StylizePlanScale scale in plan.Mixing)
            Show(scale, "; mixes strokes first");
        foreach (StylizePlanScale scale in plan.Scales)
            Show(scale, "");
    }

    private void Show(StylizePlanScale scale, string what)
    {
        string optimizer = scale.Optimizer.Remark is { } remark ? $", {scale.Optimizer.Name} {remark}" : "";
        string disk = scale.OnDisk ? ", pixels on disk" : "";
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"         {scale.Size.ToString(),-15} {scale.Steps,6} {MemorySize.Format(scale.Bytes),8}  "
            + $"{Tiles(scale)}{optimizer}{disk}{what}"));
    }

    private static string Tiles(StylizePlanScale scale) => scale.Tiles > 1
        ? $"{scale.Tiles} tiles of up to {scale.TileSize}"
        : scale.InBands ? "in bands" : "in one piece";

    /// <summary>A time for people, roughly.</summary>
    public static string Time(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seconds):0} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
