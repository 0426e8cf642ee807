using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Smooths a plane, but not across the edges of another one, its guide.</summary>
/// <remarks>
/// In each window the plane p is taken for a line in the guide g: alpha = cov(g, p) / (var g + contrast), beta =
/// mean p - alpha mean g; a pixel gets mean(alpha) g + mean(beta) over the windows that contain it. The time does not
/// depend on the radius. Source: He, Sun and Tang, "Guided image filtering", 2010, equations 5, 6 and 8.
/// </remarks>
internal sealed class GuidedFilter
{
    private readonly float[] _guide;
    private readonly PictureSize _size;
    private readonly int _radius;
    private readonly float[] _mean;
    private readonly float[] _spread;

    /// <param name="guide">Height x width.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="radius">Windows are 2 radius + 1 pixels wide; at the picture's edge they are smaller.</param>
    /// <param name="contrast">Variance of the guide that counts as an edge.</param>
    public GuidedFilter(float[] guide, PictureSize size, int radius, double contrast)
    {
        (_guide, _size, _radius) = (guide, size, radius);
        _mean = [.. guide];
        Average(_mean);
        _spread = new float[guide.Length];
        Multiply(guide, guide, _spread);
        Average(_spread);
        for (int i = 0; i < guide.Length; i++)
            _spread[i] = (float)(Math.Max(0, _spread[i] - ((double)_mean[i] * _mean[i])) + contrast);
    }

    /// <summary>Smooths a plane in place.</summary>
    public void Apply(Span<float> plane)
    {
        float[] slope = new float[_guide.Length];
        Multiply(_guide, plane, slope);
        Average(slope);
        Average(plane);
        for (int i = 0; i < slope.Length; i++)
        {
            slope[i] = (float)((slope[i] - ((double)_mean[i] * plane[i])) / _spread[i]);
            plane[i] -= slope[i] * _mean[i];
        }

        Average(slope);
        Average(plane);
        for (int i = 0; i < slope.Length; i++)
            plane[i] += slope[i] * _guide[i];
    }

    private static void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product)
    {
        for (int i = 0; i < product.Length; i++)
            product[i] = left[i] * right[i];
    }

    private void Average(Span<float> plane)
    {
        float[] before = new float[_size.Width];
        for (int y = 0; y < _size.Height; y++)
            AverageRow(plane.Slice(y * _size.Width, _size.Width), before);
        AverageColumns(plane);
    }

    private void AverageRow(Span<float> row, float[] before)
    {
        row.CopyTo(before);
        double sum = 0;
        for (int x = 0; x < Math.Min(_radius, row.Length); x++)
            sum += before[x];
        for (int x = 0; x < row.Length; x++)
        {
            if (x + _radius < row.Length)
                sum += before[x + _radius];
            if (x > _radius)
                sum -= before[x - _radius - 1];
            row[x] = (float)(sum / Inside(x, row.Length));
        }
    }

    // The rows that are averaged already are needed once more, when they leave the window.
    private void AverageColumns(Span<float> plane)
    {
        (int width, int height) = (_size.Width, _size.Height);
        int kept = Math.Min(_radius, height) + 1;
        float[] before = new float[kept * width];
        double[] sums = new double[width];
        for (int y = 0; y < Math.Min(_radius, height); y++)
            Add(sums, plane.Slice(y * width, width), 1);
        for (int y = 0; y < height; y++)
        {
            if (y + _radius < height)
                Add(sums, plane.Slice((y + _radius) * width, width), 1);
            Span<float> row = plane.Slice(y * width, width), room = before.AsSpan(y % kept * width, width);
            if (y > _radius)
                Add(sums, room, -1);
            row.CopyTo(room);
            double share = 1.0 / Inside(y, height);
            for (int x = 0; x < width; x++)
                row[x] = (float)(sums[x] * share);
        }
    }

    private static void Add(double[] sums, ReadOnlySpan<float> row, int sign)
    {
        for (int x = 0; x < row.Length; x++)
            sums[x] += sign * row[x];
    }

    // Pixels of a line of some length that the window around one of them contains.
    private int Inside(int at, int length) => Math.Min(at, _radius) + 1 + Math.Min(length - 1 - at, _radius);
}
