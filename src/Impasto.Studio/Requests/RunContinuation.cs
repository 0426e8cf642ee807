using Impasto.Studio.Answers;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Requests;

/// <summary>How a run continues: the same run, or a new one from its checkpoint or from its picture.</summary>
internal sealed record RunContinuation
{
    /// <summary>The run.</summary>
    public required StudioRun Run { get; init; }

    /// <summary>What it is to do from now on.</summary>
    public required RunRecipe Recipe { get; init; }

    /// <summary>True if the same run continues: nothing was to change.</summary>
    public bool IsSame { get; init; }

    /// <summary>True if it continues from the checkpoint; otherwise from the picture, at its last scale.</summary>
    public bool IsFromCheckpoint { get; init; }

    /// <summary>Most steps that are still taken; null if they are not known before the first one.</summary>
    public int? Steps { get; init; }

    /// <summary>There is nothing to continue from.</summary>
    public static StudioProblem NoPicture => StudioProblem.Conflict("The run has no picture yet to continue from.");

    /// <summary>Decides how a run continues.</summary>
    /// <param name="run">The run as it is.</param>
    /// <param name="changes">What is to be different.</param>
    /// <exception cref="StudioProblem">It can't continue.</exception>
    /// <exception cref="ImpastoException">A name or value is unknown.</exception>
    public static RunContinuation Of(StudioRun run, RunChanges changes)
    {
        bool isPaused = run.Status == RunStatus.Paused;
        if (isPaused && !changes.HasAny())
        {
            return new RunContinuation
            {
                Run = run, Recipe = run.Recipe, IsSame = true, IsFromCheckpoint = true, Steps = Left(run, run.Recipe),
            };
        }

        if (run.Recipe.Clip is not null)
        {
            throw StudioProblem.Conflict(
                "A clip continues only as it began, and only while it is paused; this one is "
                + $"{RunWords.Of(run.Status)}. Run it again to change options.");
        }

        RunRecipe changed = changes.Of(run.Recipe);
        bool isResumable = isPaused && IsResumable(run.Recipe.ToOptions(), changed.ToOptions())
            && HasTimeToChange(run);
        RunRecipe recipe = isResumable
            ? changed with { Resumes = true }
            : changed with { Continues = true, Resumes = false };
        return new RunContinuation
        {
            Run = run,
            Recipe = recipe,
            IsFromCheckpoint = isResumable,
            Steps = isResumable ? Left(run, recipe) : OfLastScale(recipe.ToOptions()),
        };
    }

    /// <summary>The options that change, with their values before and after.</summary>
    public IReadOnlyList<(string Name, string? Before, string? After)> Changes()
    {
        Dictionary<string, string> before = Values(Run.Recipe), after = Values(Recipe);
        return
        [
            .. StylizeOptionCatalog.All
                .Select(option => (
                    option.Name, before.GetValueOrDefault(option.Name), after.GetValueOrDefault(option.Name)))
                .Where(option => option.Item2 != option.Item3),
        ];
    }

    private static Dictionary<string, string> Values(RunRecipe recipe) => StylizeOptionCatalog
        .Read((recipe with { Continues = false }).ToOptions()).ToDictionary(StringComparer.Ordinal);

    // A checkpoint fits if sizes, the network and the units of losses are the same.
    private static bool IsResumable(StylizeOptions before, StylizeOptions after) =>
        before.Network == after.Network
        && before.Losses.Convention == after.Losses.Convention
        && StylizeOptionCatalog.All
            .Where(option => option.DecidesSizes)
            .All(option => option.Read(before) == option.Read(after));

    // Too few steps are left at the end of the last scale to make a difference. From the picture there are as many as
    // ever.
    private static bool HasTimeToChange(StudioRun run)
    {
        if (run.Progress is not { } at || at.Scale < at.Scales)
            return true;
        StylizeOptions options = run.Recipe.ToOptions();
        int ofScale = options.Steps.Count > 0 ? options.Steps[^1] : at.TotalSteps / at.Scales;
        return (at.TotalSteps - at.Step) * 2 >= ofScale;
    }

    private static int? OfLastScale(StylizeOptions options) => options.Steps.Count > 0 ? options.Steps[^1] : null;

    // A clip counts only the steps of its present frame.
    private static int? Left(StudioRun run, RunRecipe recipe)
    {
        if (run.Progress is not { Frames: 0 } at)
            return null;
        ScaleSteps before = run.Recipe.ToOptions().Steps, after = recipe.ToOptions().Steps;
        if (before.Count == 0 || after.Count == 0)
            return null;
        int present = at.Scale - 1;
        int taken = Math.Max(0, at.Step - Enumerable.Range(0, present).Sum(before.At));
        int more = Enumerable.Range(at.Scale, at.Scales - at.Scale).Sum(after.At);
        return Math.Max(0, after.At(present) - taken) + more;
    }
}
