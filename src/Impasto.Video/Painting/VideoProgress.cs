using Impasto.Imaging;

namespace Impasto.Video.Painting;

/// <summary>A frame that is done, or a step on the way to one.</summary>
public sealed record VideoProgress
{
    /// <summary>Number of the frame, from 1. With several jobs or passes, frames are not in their order.</summary>
    public required int Frame { get; init; }

    /// <summary>Frames of the clip.</summary>
    public required int Frames { get; init; }

    /// <summary>Number of the shot, from 1.</summary>
    public required int Shot { get; init; }

    /// <summary>The pass over the shot, from 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>
    /// Share of the clip that is painted, 0 to 1: of all frames in all passes, those before a kept state included.
    /// </summary>
    public double DoneShare { get; init; }

    /// <summary>Seconds since this run of the clip began.</summary>
    public required double Seconds { get; init; }

    /// <summary>Estimate of the seconds left; null before a frame is done.</summary>
    public double? RemainingSeconds { get; init; }

    /// <summary>The step; null if the frame is done.</summary>
    public StylizeProgress? Step { get; init; }

    /// <summary>The frame's result; null while it is painted. Do not change it.</summary>
    public Picture? Picture { get; init; }

    /// <summary>Share of the frame that no earlier one shows, 0 to 1; 1 for the first of a shot.</summary>
    public double NewShare { get; init; }

    /// <summary>Share of the frame that keeps the bits of the last result, 0 to 1.</summary>
    public double StillShare { get; init; }
}
