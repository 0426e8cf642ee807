using Impasto.Imaging;

namespace Impasto.Video.Flow;

/// <summary>
/// A displacement for every pixel of a picture: the pixel at (x, y) is seen at (x + Horizontal, y + Vertical) in
/// another picture of the same size.
/// </summary>
public sealed class FlowField
{
    /// <summary>A field of zeros.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public FlowField(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height) = (width, height);
        (Horizontal, Vertical) = (new float[width * height], new float[width * height]);
    }

    /// <summary>Wraps planes that the caller hands over; they are not copied.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="horizontal">Pixels to the right, height x width.</param>
    /// <param name="vertical">Pixels down, height x width.</param>
    /// <exception cref="ArgumentException">A plane's length does not match the size.</exception>
    public FlowField(int width, int height, float[] horizontal, float[] vertical)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(horizontal);
        ArgumentNullException.ThrowIfNull(vertical);
        long plane = (long)width * height;
        if (horizontal.LongLength != plane || vertical.LongLength != plane)
        {
            throw new ArgumentException(
                $"Expected 2 x {height} x {width} values, got {horizontal.Length} and {vertical.Length}.",
                nameof(horizontal));
        }

        (Width, Height, Horizontal, Vertical) = (width, height, horizontal, vertical);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns and rows.</summary>
    public PictureSize Size => new(Width, Height);

    /// <summary>Pixels to the right, Height x Width.</summary>
    public float[] Horizontal { get; }

    /// <summary>Pixels down, Height x Width.</summary>
    public float[] Vertical { get; }

    /// <summary>Mean length of the displacements, in pixels; 0 to any.</summary>
    public double MeanLength()
    {
        double sum = 0;
        for (int i = 0; i < Horizontal.Length; i++)
            sum += Math.Sqrt(((double)Horizontal[i] * Horizontal[i]) + ((double)Vertical[i] * Vertical[i]));
        return sum / Horizontal.Length;
    }

    /// <summary>The field for pictures of another size: interpolated, and its displacements scaled.</summary>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    public FlowField Resize(int width, int height)
    {
        if ((width, height) == (Width, Height))
            return this;
        PictureSize size = new(width, height);
        float[] horizontal = Resampler.Resize(Horizontal, Size, size, ResampleFilter.Bilinear);
        float[] vertical = Resampler.Resize(Vertical, Size, size, ResampleFilter.Bilinear);
        float across = (float)width / Width, down = (float)height / Height;
        for (int i = 0; i < horizontal.Length; i++)
        {
            horizontal[i] *= across;
            vertical[i] *= down;
        }

        return new FlowField(width, height, horizontal, vertical);
    }
}
