using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli.Queue;

/// <summary>The report at the end of a batch or sweep.</summary>
internal static class QueueReport
{
    /// <summary>
    /// Prints the report and returns the exit code: 1 if a picture failed, or a file beside the pictures.
    /// </summary>
    public static int Show(
        Terminal terminal, IReadOnlyList<QueueResult> results, QueueOptions options, bool hasProblems)
    {
        int Count(QueueState state) => results.Count(result => result.State == state);
        if (!options.Quiet)
        {
            terminal.Out.WriteLine($"Made     {Count(QueueState.Done)} pictures, {Count(QueueState.Skipped)} existed, "
                + $"{Count(QueueState.Failed)} failed, in {options.Folder}");
        }

        foreach (QueueResult failed in results.Where(result => result.State == QueueState.Failed))
        {
            string[] names = [failed.Place, Path.GetFileName(failed.Output)];
            terminal.Error.WriteLine($"{string.Join(", ", names.Where(name => name.Length > 0))}: {failed.Problem}");
        }

        if (Count(QueueState.Cancelled) > 0)
        {
            terminal.Error.WriteLine($"Cancelled with {Count(QueueState.Cancelled)} of {results.Count} pictures left: "
                + "the same call makes the rest.");
            return ExitCode.Cancelled;
        }

        return Count(QueueState.Failed) > 0 || hasProblems ? ExitCode.Failure : ExitCode.Success;
    }
}
