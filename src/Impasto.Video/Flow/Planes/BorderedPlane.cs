namespace Impasto.Video.Flow.Planes;

/// <summary>
/// One plane of values with a border on every side, so that loops need no special case at the edges and may run over
/// the end of a row by a vector. Planes of one size have the same layout.
/// </summary>
internal sealed class BorderedPlane
{
    /// <summary>Width of the border in pixels: more than a patch and more than the longest vector of floats.</summary>
    public const int Border = 16;

    public BorderedPlane(int width, int height)
    {
        (Width, Height) = (width, height);
        Stride = (width + (2 * Border) + Border - 1) / Border * Border;
        Values = new float[Stride * (height + (2 * Border))];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Distance from a row to the next, in values.</summary>
    public int Stride { get; }

    public float[] Values { get; }

    /// <summary>Index of the first pixel of a row; rows of the border have negative numbers.</summary>
    public int Start(int row) => ((row + Border) * Stride) + Border;

    /// <summary>Writes the pixels at the edges into the border beside them.</summary>
    public void Extend()
    {
        for (int y = 0; y < Height; y++)
            ExtendRow(y);
        Span<float> values = Values;
        Span<float> first = values.Slice(Border * Stride, Stride);
        Span<float> last = values.Slice((Border + Height - 1) * Stride, Stride);
        for (int y = 0; y < Border; y++)
        {
            first.CopyTo(values[(y * Stride)..]);
            last.CopyTo(values[((Border + Height + y) * Stride)..]);
        }
    }

    /// <summary>Writes one row's first and last pixel into the border left and right of them.</summary>
    public void ExtendRow(int row)
    {
        Span<float> line = Values.AsSpan((row + Border) * Stride, Stride);
        line[..Border].Fill(line[Border]);
        line[(Border + Width)..].Fill(line[Border + Width - 1]);
    }

    /// <summary>Copies the pixels without the border, height x width.</summary>
    public void CopyTo(Span<float> pixels)
    {
        for (int y = 0; y < Height; y++)
            Values.AsSpan(Start(y), Width).CopyTo(pixels[(y * Width)..]);
    }
}
