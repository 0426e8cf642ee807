using System.Diagnostics;

namespace Impasto.Bench.Compare;

/// <summary>Makes a run with one program, in a folder of its own.</summary>
/// <remarks>
/// Call number N writes N.tif and N.jsonl (the picture and the trace), or the folder N where it makes several pictures,
/// N.json (standard output) and N.txt (standard error). The trace of a call that is stopped is named stopped-N.jsonl.
/// </remarks>
internal sealed class RunPlayer(BuiltProgram program, Side side, Materials materials)
{
    private const string Stopped = "stopped-";
    private static readonly string[] s_painting = ["stylize", "texture", "reconstruct", "resume", "replay"];
    private static readonly string[] s_series = ["batch", "sweep"];

    /// <summary>True for the outputs of a call that was stopped: they end where chance had it.</summary>
    public static bool IsOfStoppedCall(string file) => file.StartsWith(Stopped, StringComparison.Ordinal);

    /// <summary>Makes the run in an empty folder.</summary>
    /// <returns>Seconds of all calls together.</returns>
    /// <exception cref="InvalidOperationException">A call failed; the message has what it wrote.</exception>
    public double Play(ComparedRun run, string folder)
    {
        materials.Prepare(folder);
        long start = Stopwatch.GetTimestamp();
        int number = 0;
        foreach (ComparedCommand command in run.Of(side))
            Call(command, folder, $"{++number}");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Adds to a call's words where its outputs go and how it is computed.</summary>
    /// <param name="words">The words of a table.</param>
    /// <param name="name">The outputs' name without an ending.</param>
    public static IReadOnlyList<string> Complete(IReadOnlyList<string> words, string name)
    {
        List<string> all = [.. words];
        if (s_painting.Contains(words[0]))
            all.AddRange(["--json", "--every", "1", "--trace", $"{name}.jsonl"]);
        if (!words.Contains("-o"))
            all.AddRange(["-o", s_series.Contains(words[0]) ? name : $"{name}.tif"]);
        if (!words.Contains("--depth"))
            all.AddRange(["--depth", "16"]);
        if (words[0] != "blend" && !words.Contains("--threads"))
            all.AddRange(["--threads", "2"]);
        return all;
    }

    private void Call(ComparedCommand command, string folder, string number)
    {
        bool isStopped = command.Mode is CallMode.Kill or CallMode.Interrupt;
        string name = isStopped ? Stopped + number : number;
        using Process process = program.Start(folder, Complete(command.Words, name));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        List<string> errors = [];
        while (process.StandardError.ReadLine() is { } line)
        {
            errors.Add(line);
            if (isStopped && line.StartsWith($"Step {command.Step} of ", StringComparison.Ordinal))
                Stop(process, command.Mode);
        }

        process.WaitForExit();
        File.WriteAllLines(Path.Combine(folder, $"{number}.txt"), errors);
        if (!isStopped)
            File.WriteAllText(Path.Combine(folder, $"{number}.json"), output.Result);
        int expected = command.Mode switch { CallMode.Kill => 137, CallMode.Interrupt => 130, _ => 0 };
        if (process.ExitCode != expected)
        {
            throw new InvalidOperationException(
                $"'{string.Join(' ', command.Words)}' ended with {process.ExitCode}, expected {expected}: "
                + string.Join(' ', errors.TakeLast(3)));
        }
    }

    private static void Stop(Process process, CallMode mode)
    {
        if (mode == CallMode.Kill)
            process.Kill();
        else
            BuiltProgram.Interrupt(process);
    }
}
