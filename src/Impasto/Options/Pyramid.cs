using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Options;

/// <summary>The sizes of a picture and of its styles at each scale.</summary>
internal static class Pyramid
{
    // A scale whose deepest layer has fewer positions on a side does not describe shapes.
    private const int FewestPositions = 2;

    /// <summary>The size at which the picture is painted: the result's, without what is added around it.</summary>
    public static PictureSize Final(SizingOptions options, PictureSize content)
    {
        if (options.Size is not { } target)
            return content;
        if (target.Box is { } box)
            return options.Framing == FramingMode.Crop ? box : Inside(content, box);
        int size = target.LongerSide(content)!.Value;
        if (options.SizeRule == SizeMode.Longer || target.Unit.Length > 0)
            return Fit(options, content, size);
        int side = Math.Min(size, content.Longer), other = (int)((double)side * content.Longer / content.Shorter);
        return content.Width <= content.Height ? new PictureSize(side, other) : new PictureSize(other, side);
    }

    /// <summary>The sizes of all scales, the first and smallest first, the result's last.</summary>
    public static IReadOnlyList<PictureSize> Scales(StylizeOptions options, Network network, PictureSize content)
    {
        SizingOptions sizing = options.Sizing;
        PictureSize final = Final(sizing, content);
        List<PictureSize> scales = [final];
        if (sizing.MinSize <= 0 || sizing.MinSize >= final.Longer)
            return scales;
        double ratio = (double)final.Longer / sizing.MinSize;
        int smaller = (int)Math.Ceiling(Math.Log(ratio) / Math.Log(sizing.ScaleFactor) - 1e-9);
        double factor = Math.Pow(ratio, 1.0 / smaller);
        int stride = network.StrideOf(network.Deepest(options.Losses.UsedLayers));
        for (int k = 1; k <= smaller; k++)
        {
            PictureSize size = Scaled(final, Math.Pow(factor, -k));
            if (size.Shorter < FewestPositions * stride)
                break;
            scales.Insert(0, size);
        }

        return scales;
    }

    /// <summary>A style's size at a scale of the picture.</summary>
    /// <param name="options">The options.</param>
    /// <param name="style">The style's own size.</param>
    /// <param name="scale">The picture's size at the scale.</param>
    /// <param name="final">The result's size.</param>
    public static PictureSize Style(SizingOptions options, PictureSize style, PictureSize scale, PictureSize final)
    {
        if (options.StyleFit == StyleFitMode.Squash)
            return scale;
        int longer = scale.Longer;
        if (options.StyleSize is { } size)
            longer = Math.Max(1, (int)Math.Round((double)size * longer / final.Longer));
        if (options.StyleScale != 1)
            longer = Math.Max(1, (int)Math.Round(options.StyleScale * longer));
        return Fit(options, style, longer);
    }

    private static PictureSize Inside(PictureSize size, PictureSize box)
    {
        PictureSize inside = Scaled(
            size, Math.Min((double)box.Width / size.Width, (double)box.Height / size.Height));
        return new PictureSize(Math.Min(inside.Width, box.Width), Math.Min(inside.Height, box.Height));
    }

    // Rounds down, with this order of operations, as neural-style-pt does.
    private static PictureSize Fit(SizingOptions options, PictureSize size, int longer)
    {
        double scale = (double)longer / size.Longer;
        return options.Resize == ResizeMode.Pillow
            ? new PictureSize(Math.Max(1, (int)(scale * size.Width)), Math.Max(1, (int)(scale * size.Height)))
            : Scaled(size, scale);
    }

    private static PictureSize Scaled(PictureSize size, double scale) => new(
        Math.Max(1, (int)Math.Round(size.Width * scale)), Math.Max(1, (int)Math.Round(size.Height * scale)));
}
