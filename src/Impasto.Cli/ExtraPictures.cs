namespace Impasto.Cli;

/// <summary>What is said about parts of pictures, and the pictures for that.</summary>
internal sealed record ExtraPictures
{
    /// <summary>Parts of the content with styles of their own, or left alone.</summary>
    public IReadOnlyList<RegionSource> Regions { get; init; } = [];

    /// <summary>The part of the painting that counts.</summary>
    public MaskSource? StyleMask { get; init; }

    /// <summary>The rectangle of the painting that counts.</summary>
    public CropSource? StyleRegion { get; init; }

    /// <summary>A painting for the fine strokes only.</summary>
    public string? FineStyle { get; init; }

    /// <summary>Every picture that is named, once.</summary>
    public IReadOnlyList<string> Sources =>
    [
        .. Masks.Select(mask => mask.Picture)
            .Concat(Regions.Select(region => region.Style).OfType<string>())
            .Concat(FineStyle is null ? [] : [FineStyle])
            .Distinct(),
    ];

    /// <summary>Every mask that is named.</summary>
    public IEnumerable<MaskSource> Masks => Regions.Select(region => region.Mask)
        .Concat(Regions.Select(region => region.StyleMask).OfType<MaskSource>())
        .Concat(StyleMask is null ? [] : [StyleMask]);

    /// <summary>The same with every picture's name changed.</summary>
    public ExtraPictures Rename(Func<string, string> name)
    {
        return this with
        {
            Regions = [.. Regions.Select(region => new RegionSource(
                Renamed(region.Mask)!, region.Style is null ? null : name(region.Style), Renamed(region.StyleMask)))],
            StyleMask = Renamed(StyleMask),
            FineStyle = FineStyle is null ? null : name(FineStyle),
        };

        MaskSource? Renamed(MaskSource? mask) => mask is null ? null : mask with { Picture = name(mask.Picture) };
    }
}
