using Impasto.Studio.Painting;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Queue;

/// <summary>Describes finished runs as text inside their results, for replay.</summary>
internal sealed class RunDescription(StudioSettings settings)
{
    /// <summary>Describes a run.</summary>
    /// <returns>The text; null if the studio writes none.</returns>
    public string? Of(StudioRun run, PaintedRun painted) => settings.Describe?.Invoke(
        new StudioResult(CommandWords.Of(run, settings.NetworkName), painted.NetworkSha256, painted.Result.Engine));
}
