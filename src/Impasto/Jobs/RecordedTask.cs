using Impasto.Imaging;
using Impasto.Records;

namespace Impasto.Jobs;

/// <summary>Makes the task of a run from its record and its pictures.</summary>
/// <param name="record">The run.</param>
/// <param name="pictures">Its pictures.</param>
internal sealed class RecordedTask(RunRecord record, IReadOnlyDictionary<RecordedPicture, Picture> pictures)
{
    /// <summary>The task, without checkpoint and plan.</summary>
    /// <exception cref="InvalidOptionsException">A rectangle does not lie inside its painting.</exception>
    /// <exception cref="PictureException">A texture would be too large for one picture.</exception>
    public StylizeTask Create()
    {
        WeightedStyle[] styles = [.. record.Styles.Select(Style)];
        Picture content = record.Content is { } photo ? Picture(photo) : Canvas(styles[0].Picture.Size);
        return new StylizeTask(content, styles, record.Options)
        {
            Regions = [.. record.Regions.Select(region =>
                new StylizeRegion(Mask(region.Mask)!, [.. region.Styles.Select(Style)])
                {
                    Strength = region.Strength,
                })],
            Start = record.Start is { } start ? Picture(start) : null,
        };
    }

    private Picture Picture(RecordedPicture picture) => pictures[picture];

    private Mask? Mask(RecordedMask? mask) => mask?.ToMask(Picture(mask.Picture), record.Masks);

    private WeightedStyle Style(RecordedStyle style) => new(Cut(style), style.Weight)
    {
        Mask = Mask(style.Mask),
        FineStrokes = style.FineStrokes is { } strokes ? Picture(strokes) : null,
    };

    private Picture Cut(RecordedStyle style)
    {
        Picture picture = Picture(style.Picture);
        if (style.Area is not { } area)
            return picture;
        return area.IsInside(picture.Size)
            ? picture.Crop(area.X, area.Y, area.Width, area.Height)
            : throw new InvalidOptionsException(
            [
                new OptionProblem(
                    "style-region",
                    area.ToString(),
                    $"expected a rectangle inside '{style.Picture.Name}', which is {picture.Width} x {picture.Height}"),
            ]);
    }

    // A texture has the size and shape of what it comes from.
    private static Picture Canvas(PictureSize size)
    {
        if (3 * size.Pixels > Array.MaxLength)
            throw new PictureException($"A texture of {size} pixels is more than fits into one picture.");
        float[] grey = new float[3 * size.Pixels];
        grey.AsSpan().Fill(0.5f);
        return new Picture(size.Width, size.Height, grey);
    }
}
