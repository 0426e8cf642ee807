namespace Impasto.Engines.Simd.Layout;

/// <summary>How blocks are cut into bands.</summary>
/// <param name="MapBytes">
/// Most bytes of one feature map of a band, so that one convolution's output is still in the last-level cache for the
/// next.
/// </param>
/// <param name="RowsAConvolution">
/// Fewer rows for each convolution of a block would cost more than 5 % for values computed twice at the seams.
/// </param>
internal sealed record BandCut(long MapBytes = 8L << 20, int RowsAConvolution = 40)
{
    /// <summary>
    /// Rows around the core on each side; null for what the convolutions need. Tests set fewer to see the error.
    /// </summary>
    public int? Halo { get; init; }

    /// <summary>Cuts a block into bands of nearly equal height.</summary>
    /// <remarks>
    /// Each 3 x 3 convolution sees one row further, so that a block of n convolutions needs n rows more on each side.
    /// All begin at even rows, else the pooling at the block's end would see other windows.
    /// </remarks>
    /// <param name="height">The block's rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="channels">Channels of its widest layer.</param>
    /// <param name="convolutions">How many it has.</param>
    public IReadOnlyList<Band> Bands(int height, int width, int channels, int convolutions)
    {
        long rows = Math.Max(RowsAConvolution * convolutions, MapBytes / ((long)width * channels * sizeof(float)));
        int count = (int)((height + rows - 1) / rows), halo = Halo ?? (convolutions + 1) / 2 * 2;
        List<Band> bands = [];
        for (int i = 0, top = 0; i < count; i++)
        {
            int end = i + 1 == count ? height : (int)((i + 1L) * height / count / 2 * 2);
            int first = Math.Max(0, top - halo), last = Math.Min(height, end + halo);
            bands.Add(new Band(top, end - top, first, last - first));
            top = end;
        }

        return bands;
    }
}
