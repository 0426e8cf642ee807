using Impasto.Imaging;

namespace Impasto;

/// <summary>What one step of the optimisation brought.</summary>
/// <param name="Step">The step's number in the whole run, from 1.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Scale">The scale's number, from 1.</param>
/// <param name="Scales">Scales of the whole run.</param>
/// <param name="Width">Columns at this scale.</param>
/// <param name="Height">Rows at this scale.</param>
/// <param name="Loss">Weighted total before the step's change.</param>
/// <param name="Content">Content loss before its weight.</param>
/// <param name="Style">Style loss before its weight.</param>
/// <param name="Tv">Total variation before its weight; 0 where that is 0.</param>
/// <param name="Range">Mean square of what lies outside 0 to 1, before its weight; 0 where that is 0.</param>
/// <param name="Seconds">Time since the run began.</param>
/// <param name="RemainingSeconds">Estimate of the time left, from the pixels done so far.</param>
/// <param name="Picture">Makes the picture after the step; call it at once or never.</param>
public readonly record struct StylizeProgress(
    int Step,
    int TotalSteps,
    int Scale,
    int Scales,
    int Width,
    int Height,
    double Loss,
    double Content,
    double Style,
    double Tv,
    double Range,
    double Seconds,
    double RemainingSeconds,
    Func<Picture> Picture);
