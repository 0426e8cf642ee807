using Impasto.Imaging;

namespace Impasto.Records;

/// <summary>A painting of a run, and what of it counts.</summary>
/// <param name="Picture">The painting.</param>
/// <param name="Weight">Its share relative to the other paintings', above 0. Default 1.</param>
public sealed record RecordedStyle(RecordedPicture Picture, double Weight = 1)
{
    /// <summary>The part of the painting that counts; null (the default) for all of it.</summary>
    public RecordedMask? Mask { get; init; }

    /// <summary>The rectangle of the painting that counts; null (the default) for all of it.</summary>
    public PictureArea? Area { get; init; }

    /// <summary>A painting whose fine strokes this one gets first; null (the default) for none.</summary>
    public RecordedPicture? FineStrokes { get; init; }
}
