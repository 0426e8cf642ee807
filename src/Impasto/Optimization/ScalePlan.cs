namespace Impasto.Optimization;

/// <summary>How one scale of a run is done.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Steps">Steps of the optimiser.</param>
internal sealed record ScalePlan(int Width, int Height, int Steps)
{
    /// <summary>Longest side of a tile's core in pixels; <see cref="ScaleLayout.Whole"/> for no tiles.</summary>
    public int Core { get; init; } = ScaleLayout.Whole;

    /// <summary>Pairs that L-BFGS remembers.</summary>
    public int History { get; init; } = 100;

    /// <summary>Whether pixels and the optimiser's vectors lie in temporary files.</summary>
    public bool OnDisk { get; init; }
}
