using Impasto.Studio.Runs;

namespace Impasto.Studio.Tests;

/// <summary>Runs for tests that need no service.</summary>
internal static class TestRuns
{
    /// <summary>A run that waits, with a photograph and one painting.</summary>
    public static StudioRun Queued() => new()
    {
        Id = Guid.NewGuid(),
        Status = RunStatus.Queued,
        Recipe = Recipe(),
        Created = 1,
    };

    /// <summary>A recipe with the paintings of some names, all of weight 1.</summary>
    public static RunRecipe Recipe(params string[] paintings) => new()
    {
        Preset = "fine",
        Options = new Dictionary<string, string>(),
        Content = "photo.png",
        Styles = [.. paintings.DefaultIfEmpty("painting.png").Select(name => new RunStyle(name, 1))],
    };
}
