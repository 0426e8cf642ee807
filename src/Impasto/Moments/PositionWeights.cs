namespace Impasto.Moments;

/// <summary>How much each position of features belongs to a part of a picture, seen from a corner of a piece.</summary>
/// <param name="Values">Weights of the whole picture's positions, 0 to 1, row by row.</param>
/// <param name="Columns">Positions of a row.</param>
/// <param name="Left">The column at which the piece begins. Default: 0.</param>
/// <param name="Top">The row at which the piece begins. Default: 0.</param>
internal sealed record PositionWeights(float[] Values, int Columns, int Left = 0, int Top = 0)
{
    /// <summary>Weights of a row of the piece.</summary>
    /// <param name="y">The row in the piece.</param>
    /// <param name="left">The first column in the piece.</param>
    /// <param name="length">Positions.</param>
    public ReadOnlySpan<float> Row(int y, int left, int length) =>
        Values.AsSpan(((Top + y) * Columns) + Left + left, length);

    /// <summary>The mean of each block of pixels; blocks beyond the edge repeat it.</summary>
    /// <param name="pixels">Weights of pixels, height x width.</param>
    /// <param name="width">Columns of pixels.</param>
    /// <param name="stride">Pixels of a block's side.</param>
    /// <param name="columns">Blocks of a row.</param>
    /// <param name="rows">Rows of blocks.</param>
    public static PositionWeights Pooled(float[] pixels, int width, int stride, int columns, int rows)
    {
        int height = pixels.Length / width;
        float[] values = new float[columns * rows];
        for (int y = 0; y < rows * stride; y++)
        {
            ReadOnlySpan<float> source = pixels.AsSpan(Math.Min(y, height - 1) * width, width);
            Span<float> target = values.AsSpan(y / stride * columns, columns);
            for (int x = 0; x < columns * stride; x++)
                target[x / stride] += source[Math.Min(x, width - 1)];
        }

        for (int i = 0; i < values.Length; i++)
            values[i] /= stride * stride;
        return new PositionWeights(values, columns);
    }
}
