namespace Impasto.Engines.Simd.Layout;

/// <summary>
/// Rows of a block that go through it on their own, and those of them whose features are exact there.
/// </summary>
/// <param name="CoreTop">The first row that counts; the cores of all bands together are the block's rows.</param>
/// <param name="CoreHeight">Rows that count.</param>
/// <param name="Top">The first row.</param>
/// <param name="Height">Rows, with those that are only looked at.</param>
internal readonly record struct Band(int CoreTop, int CoreHeight, int Top, int Height)
{
    /// <summary>Rows above the core.</summary>
    public int CoreOffset => CoreTop - Top;

    /// <summary>One band of all rows.</summary>
    public static Band Whole(int height) => new(0, height, 0, height);
}
