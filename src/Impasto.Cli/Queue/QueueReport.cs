using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli.Queue;

/// <summary>What came of many pictures, in the end.</summary>
internal static class QueueReport
{
    /// <summary>Tells it, and gives the exit code: 1 where some could not be made.</summary>
    public static int Tell(Terminal terminal, IReadOnlyList<QueueResult> results, string folder, bool quiet)
    {
        int Count(QueueState state) => results.Count(result => result.State == state);
        if (!quiet)
            terminal.Out.WriteLine($"Made     {Count(QueueState.Done)} pictures, {Count(QueueState.Skipped)} there already, {Count(QueueState.Failed)} failed, in {folder}");
        foreach (QueueResult failed in results.Where(result => result.State == QueueState.Failed))
            terminal.Error.WriteLine($"{Path.GetFileName(failed.Output)}: {failed.Problem}");
        if (Count(QueueState.Cancelled) > 0)
        {
            terminal.Error.WriteLine($"Cancelled with {Count(QueueState.Cancelled)} of {results.Count} left: the same call continues where it was.");
            return ExitCode.Cancelled;
        }

        return Count(QueueState.Failed) > 0 ? ExitCode.Failure : ExitCode.Success;
    }
}
