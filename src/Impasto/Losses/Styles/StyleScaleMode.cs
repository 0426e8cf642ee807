namespace Impasto;

/// <summary>The divisor of a style loss, and whether it compares sums or means.</summary>
public enum StyleScaleMode
{
    /// <summary>The target's own size: |A|^2 for Gram matrices.</summary>
    Relative,

    /// <summary>C^2 * C M, comparing sums over positions, M G and M_s A.</summary>
    PositionSums,

    /// <summary>C^4, comparing means over positions.</summary>
    ChannelPairs,

    /// <summary>C.</summary>
    Channels,
}
