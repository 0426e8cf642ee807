using Impasto.Imaging;

namespace Impasto.Video.Painting;

/// <summary>What a shot's run reports between two frames.</summary>
internal sealed record ShotEvent
{
    /// <summary>Number of the frame that was painted; the clip's first is 0.</summary>
    public int Number { get; init; }

    /// <summary>The pass, from 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>How many frames have this result, itself included; 0 if no frame was painted.</summary>
    public int Count { get; init; }

    /// <summary>The frame's result; null if no frame was painted.</summary>
    public Picture? Result { get; init; }

    /// <summary>Share of the frame that no earlier one shows.</summary>
    public double NewShare { get; init; }

    /// <summary>Share of the frame that keeps the bits of the last result.</summary>
    public double StillShare { get; init; }

    /// <summary>How many shots were begun in this one although there is no cut.</summary>
    public int Extra { get; init; }

    /// <summary>Seconds that it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Frames that may be written now, in their order.</summary>
    public IReadOnlyList<ReadyFrame> Ready { get; init; } = [];
}
