using Impasto.Studio.Runs;

namespace Impasto.Studio.Lists;

/// <summary>A place in a list of runs: behind the run that a page ended with.</summary>
/// <remarks>
/// What a run is sorted by never changes, and runs with the same name or size follow their numbers. So runs that are
/// added or deleted in between, this one included, move no other run over the place.
/// </remarks>
/// <param name="Number">The run's number.</param>
/// <param name="Name">The name by which it is sorted; empty in an order that needs none.</param>
/// <param name="Pixels">Its pixels; 0 in an order that needs none.</param>
internal sealed record RunPlace(long Number, string Name = "", long Pixels = 0)
{
    /// <summary>The place behind a run.</summary>
    public static RunPlace Behind(StudioRun run, RunSort sort) => sort switch
    {
        RunSort.Name => new RunPlace(run.Number, RunTables.SortName(run.Recipe)),
        RunSort.Size => new RunPlace(run.Number, Pixels: (long)run.Recipe.Width * run.Recipe.Height),
        _ => new RunPlace(run.Number),
    };
}
