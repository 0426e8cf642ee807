using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli.Queue;

/// <summary>The report at the end of a batch or sweep.</summary>
internal static class QueueReport
{
    /// <summary>Prints the report and returns the exit code: 1 if a picture failed.</summary>
    public static int Show(Terminal terminal, IReadOnlyList<QueueResult> results, string folder, bool quiet)
    {
        int Count(QueueState state) => results.Count(result => result.State == state);
        if (!quiet)
        {
            terminal.Out.WriteLine($"Made     {Count(QueueState.Done)} pictures, {Count(QueueState.Skipped)} existed, "
                + $"{Count(QueueState.Failed)} failed, in {folder}");
        }

        foreach (QueueResult failed in results.Where(result => result.State == QueueState.Failed))
            terminal.Error.WriteLine($"{Path.GetFileName(failed.Output)}: {failed.Problem}");
        if (Count(QueueState.Cancelled) > 0)
        {
            terminal.Error.WriteLine($"Cancelled with {Count(QueueState.Cancelled)} of {results.Count} pictures left: "
                + "the same call makes the rest.");
            return ExitCode.Cancelled;
        }

        return Count(QueueState.Failed) > 0 ? ExitCode.Failure : ExitCode.Success;
    }
}
