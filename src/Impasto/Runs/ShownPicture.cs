using Impasto.Color;
using Impasto.Imaging;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>Converts a point of the optimisation to the picture that people see.</summary>
/// <param name="space">Converts between pictures and points.</param>
/// <param name="scaler">Resizes the content, if the picture shows its colours, its transparency or parts of it.</param>
/// <param name="task">Gives the content in its own colours, and the options for colours and transparency.</param>
/// <param name="size">The picture's size.</param>
/// <param name="regions">The parts of the picture: with their paintings, or kept from the content.</param>
internal sealed class ShownPicture(
    PixelSpace space, PictureScaler scaler, StylizeTask task, PictureSize size, RegionPlan regions)
{
    /// <summary>The paintings' colours, for a picture that is tinted.</summary>
    public required PaintingPalettes Palettes { get; init; }

    /// <summary>The picture.</summary>
    public Picture Of(PixelBuffer point)
    {
        (Picture content, _, StylizeOptions options) = task;
        bool alpha = options.Alpha == AlphaMode.Keep && content.Alpha is not null;
        bool showsColors = options.Color.Mode is ColorMode.Content or ColorMode.Tint;
        Picture? own = alpha || showsColors || regions.Kept is not null ? scaler.Resize(content, size) : null;
        var picture = new Picture(size.Width, size.Height, space.Decode(point), alpha ? own!.Alpha : null);
        if (options.Color.Mode == ColorMode.Content)
            picture = Luminance.Join(picture, own!);
        else if (options.Color.Mode == ColorMode.Tint)
            picture = Tint.Apply(picture, own!, TintParts());
        if (regions.Kept is not { } kept)
            return picture;
        float[] pixels = new float[picture.Pixels.Length];
        new KeptContent(own!.Pixels, kept).Compose(picture.Pixels, pixels);
        return new Picture(size.Width, size.Height, pixels, picture.Alpha);
    }

    private IReadOnlyList<TintPart> TintParts() =>
        [.. regions.Parts.Select(part => new TintPart(part.Guide, Palettes.Of(part.Styles)))];
}
