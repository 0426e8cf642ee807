namespace Impasto.Optimization;

/// <summary>How a whole run is done.</summary>
/// <param name="Scales">Its scales, the coarsest first.</param>
/// <param name="Folder">Where temporary files go.</param>
internal sealed record StylizeJobPlan(IReadOnlyList<ScalePlan> Scales, string Folder)
{
    /// <summary>Everything in one piece and in memory.</summary>
    public static StylizeJobPlan Plain(StylizeOptions options, int width, int height)
    {
        IReadOnlyList<(int Width, int Height)> scales = Pyramid.Scales(options, width, height);
        return new StylizeJobPlan(
            [.. scales.Select((size, scale) => new ScalePlan(size.Width, size.Height, StepsAt(options, scale)) { History = options.History })],
            Path.GetTempPath());
    }

    /// <summary>Steps of a scale.</summary>
    public static int StepsAt(StylizeOptions options, int scale) => options.Steps[Math.Min(scale, options.Steps.Count - 1)];
}
