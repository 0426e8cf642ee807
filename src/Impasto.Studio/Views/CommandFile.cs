using Impasto.Studio.Answers;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Views;

/// <summary>A file that the command line of a run names and that its user may not have.</summary>
/// <param name="Name">Its name in the command line.</param>
/// <param name="Address">Where the studio has it.</param>
internal sealed record CommandFile(string Name, string Address)
{
    /// <summary>The files of a run: samples, masks, and the picture that it started from.</summary>
    public static IReadOnlyList<CommandFile> Of(StudioRun run)
    {
        RunRecipe recipe = run.Recipe;
        IEnumerable<CommandFile> samples = recipe.Styles.Select(style => style.Name).Prepend(recipe.Content)
            .Where(Samples.Names.Contains)
            .Select(name => new CommandFile(name, $"/api/samples/{name}"));
        IEnumerable<CommandFile> masks = recipe.Regions.Select((region, i) =>
            new CommandFile(CommandWords.MaskFile(region.Name), $"/api/runs/{run.Id}/regions/{i}"));
        CommandFile[] start = recipe.Continues || recipe.Resumes
            ? [new CommandFile(RunRecipe.StartName, $"/api/runs/{run.Id}/start")]
            : [];
        return [.. samples.Concat(masks).Concat(start).DistinctBy(file => file.Name)];
    }
}
