using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Impasto.Bench.Compare;

/// <summary>Measures both programs in turns and writes a table of their medians and ratios.</summary>
internal sealed class SpeedComparison(CompareOptions options, Materials materials)
{
    private readonly BuiltProgram _before = new(options.Before), _after = new(options.After);

    /// <summary>Writes a table, one row for each thing that is measured.</summary>
    public void Run(TextWriter output)
    {
        output.WriteLine(Header());
        output.WriteLine(
            "| measured | before, median (least) | after, median (least) | ratio, median (least to most) |");
        output.WriteLine("|---|---|---|---|");
        foreach (ComparedRun run in ComparedRun.ReadTable(options.Runs ?? CompareOptions.Beside("speed.txt")))
        {
            if (run.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))
                output.WriteLine(Row(run));
        }
    }

    private string Header() =>
        $"""
        # The new program against the old one

        | | |
        |---|---|
        | Processor | {BuiltProgram.Processor()}, {Environment.ProcessorCount} logical cores |
        | System | {RuntimeInformation.OSDescription} |
        | .NET | {Environment.Version} |
        | Other work | load average {LoadAverage()} before the measurement |
        | Date | {TimeProvider.System.GetUtcNow():yyyy-MM-dd} |
        | Before, after | {_before.Identity()}, {_after.Identity()}: hashes of the assemblies |
        | Turns | {options.Turns}; in each, both programs run, and who begins alternates |

        """;

    private static string LoadAverage()
    {
        const string Average = "/proc/loadavg";
        return File.Exists(Average) ? File.ReadAllText(Average).Split(' ')[0] : "unknown";
    }

    private string Row(ComparedRun run)
    {
        List<Measured> before = [], after = [];
        for (int turn = 0; turn < options.Turns; turn++)
        {
            bool isOldFirst = turn % 2 == 0;
            if (isOldFirst)
                before.Add(Measure(_before, Side.Before, run));
            after.Add(Measure(_after, Side.After, run));
            if (!isOldFirst)
                before.Add(Measure(_before, Side.Before, run));
        }

        double[] ratios = [.. before.Zip(after, (old, made) => made.Value / old.Value).Order()];
        return $"| {run.Name} | {Text(before)} | {Text(after)} "
            + $"| {Median(ratios):F3} ({ratios[0]:F3} to {ratios[^1]:F3}) |";
    }

    private Measured Measure(BuiltProgram program, Side side, ComparedRun run)
    {
        ComparedCommand call = run.Of(side).Single();
        string folder = Path.Combine(options.Cache, "speed");
        materials.Prepare(folder);
        IReadOnlyList<string> words = call.Mode == CallMode.Whole ? call.Words : RunPlayer.Complete(call.Words, "1");
        long start = Stopwatch.GetTimestamp();
        using Process process = program.Start(folder, words);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        long peak = PeakMemory.Watch(process);
        double whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{string.Join(' ', words)}' failed: {errors.Result}");
        return call.Mode switch
        {
            CallMode.Step => new Measured(StepSeconds(Path.Combine(folder, "1.jsonl"), call.Step) * 1e3, "ms a step"),
            CallMode.Memory => new Measured(peak / 1e6, $"MB of {Planned(output.Result) / 1e6:F0} planned"),
            _ => new Measured(whole * 1e3, "ms"),
        };
    }

    // Seconds of the trace count from the start of the run; the first steps warm up.
    private static double StepSeconds(string trace, int skipped)
    {
        double[] ends = [.. File.ReadLines(trace).Select(line => Number(line, "seconds")).Skip(skipped)];
        return Median([.. ends.Zip(ends.Skip(1), (begin, end) => end - begin).Order()]);
    }

    private static double Planned(string summary) => Number(summary, "memoryPlanned");

    private static double Number(string json, string name)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetDouble();
    }

    private static string Text(List<Measured> values)
    {
        double[] sorted = [.. values.Select(value => value.Value).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Median(sorted):F1} ({sorted[0]:F1}) {values[0].Unit}");
    }

    private static double Median(double[] sorted) =>
        0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
}
