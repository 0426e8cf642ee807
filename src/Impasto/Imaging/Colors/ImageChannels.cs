using Impasto.Imaging.Files;
using NetVips;

namespace Impasto.Imaging.Colors;

/// <summary>Which of an image's channels are colours, and which is transparency.</summary>
/// <param name="Colors">Number of colours, which come first: 1 for greys, 3, or 4 for inks.</param>
/// <param name="Alpha">The channel of transparency; null if there is none.</param>
/// <param name="Notes">What was left out, as clauses.</param>
internal sealed record ImageChannels(int Colors, int? Alpha, IReadOnlyList<string> Notes)
{
    /// <summary>Finds the channels of an image.</summary>
    /// <remarks>
    /// In a TIFF file the channels after the colours say what they are: 1 and 2 are transparency, 0 is unspecified.
    /// Source: TIFF 6.0, 18 (ExtraSamples).
    /// </remarks>
    public static ImageChannels Of(PictureFile file, Image image)
    {
        int colors = image.Interpretation switch
        {
            Enums.Interpretation.Cmyk => 4,
            Enums.Interpretation.Bw or Enums.Interpretation.Grey16 => 1,
            _ => 3,
        };
        colors = image.Bands >= colors ? colors : 1;
        int? alpha = image.Bands == colors ? null
            : file.Kind == FileKind.Tiff ? AlphaOfTiff(file, colors, image.Bands)
            : image.Bands - 1;
        int surplus = image.Bands - colors - (alpha is null ? 0 : 1);
        return new ImageChannels(colors, alpha, surplus == 0 ? [] :
            [surplus == 1
                ? "one channel is neither colour nor transparency, and is left out"
                : $"{surplus} channels are neither colour nor transparency, and are left out"]);
    }

    private static int? AlphaOfTiff(PictureFile file, int colors, int bands)
    {
        using Stream stream = file.OpenRead();
        double[] kinds = TiffTags.Read(stream, (file.Page ?? 1) - 1).Find(TiffTags.ExtraSamples) ?? [];
        int found = Array.FindIndex(kinds, kind => kind is 1 or 2);
        return found >= 0 && colors + found < bands ? colors + found : null;
    }
}
