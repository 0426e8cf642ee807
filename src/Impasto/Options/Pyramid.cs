using Impasto.Networks;

namespace Impasto.Options;

/// <summary>The sizes through which a picture grows, and those of the styles beside it.</summary>
internal static class Pyramid
{
    // A scale whose deepest layer is thinner than this many positions says nothing about shapes.
    private const int FewestPositions = 2;

    /// <summary>The result's size.</summary>
    public static (int Width, int Height) Final(StylizeOptions options, int width, int height)
    {
        if (options.Size is not { } size)
            return (width, height);
        int longer = Math.Max(width, height), shorter = Math.Min(width, height);
        if (options.SizeRule == SizeRule.Longer)
            return Fit(options, width, height, size);
        int side = Math.Min(size, longer), other = (int)((double)side * longer / shorter);
        return width <= height ? (side, other) : (other, side);
    }

    /// <summary>The sizes of all scales, the first and smallest first, the result's last.</summary>
    public static IReadOnlyList<(int Width, int Height)> Scales(StylizeOptions options, int width, int height)
    {
        (int finalWidth, int finalHeight) = Final(options, width, height);
        int longer = Math.Max(finalWidth, finalHeight);
        List<(int, int)> scales = [(finalWidth, finalHeight)];
        if (options.MinSize <= 0 || options.MinSize >= longer)
            return scales;
        double ratio = (double)longer / options.MinSize;
        int smaller = (int)Math.Ceiling(Math.Log(ratio) / Math.Log(options.ScaleFactor) - 1e-9);
        double factor = Math.Pow(ratio, 1.0 / smaller);
        LayerName deepest = options.UsedLayers.Max();
        for (int k = 1; k <= smaller; k++)
        {
            double scale = Math.Pow(factor, -k);
            int w = Scaled(finalWidth, scale), h = Scaled(finalHeight, scale);
            if (Math.Min(w, h) < FewestPositions * deepest.Stride)
                break;
            scales.Insert(0, (w, h));
        }

        return scales;
    }

    /// <summary>A style's size beside a scale of the picture.</summary>
    public static (int Width, int Height) Style(
        StylizeOptions options, int styleWidth, int styleHeight, (int Width, int Height) scale, (int Width, int Height) final)
    {
        if (options.StyleFit == StyleFit.Squash)
            return scale;
        int longer = Math.Max(scale.Width, scale.Height);
        if (options.StyleSize is { } size)
            longer = Math.Max(1, (int)Math.Round((double)size * longer / Math.Max(final.Width, final.Height)));
        if (options.StyleScale != 1)
            longer = Math.Max(1, (int)Math.Round(options.StyleScale * longer));
        return Fit(options, styleWidth, styleHeight, longer);
    }

    // neural-style-pt rounds down, and in this order of operations.
    private static (int Width, int Height) Fit(StylizeOptions options, int width, int height, int longer)
    {
        double scale = (double)longer / Math.Max(width, height);
        return options.Resize == ResizeKind.Pillow
            ? (Math.Max(1, (int)(scale * width)), Math.Max(1, (int)(scale * height)))
            : (Scaled(width, scale), Scaled(height, scale));
    }

    private static int Scaled(int side, double scale) => Math.Max(1, (int)Math.Round(side * scale));
}
