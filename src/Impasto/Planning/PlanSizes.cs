using Impasto.Imaging;

namespace Impasto.Planning;

/// <summary>The sizes of the pictures that a run is about.</summary>
/// <param name="Content">The content.</param>
/// <param name="Styles">All styles, those of regions as well.</param>
internal sealed record PlanSizes((int Width, int Height) Content, IReadOnlyList<(int Width, int Height)> Styles)
{
    /// <summary>Whether the content has transparency.</summary>
    public bool Alpha { get; init; }

    /// <summary>Pixels of the picture that the run starts from; 0 where that is none of the others.</summary>
    public long InitPixels { get; init; }

    /// <summary>The styles that get the strokes of others first.</summary>
    public IReadOnlyList<MixedSizes> Mixed { get; init; } = [];

    /// <summary>The sizes of pictures that are there.</summary>
    public static PlanSizes Of(Picture content, IReadOnlyList<WeightedStyle> styles, StylizeOptions options)
    {
        WeightedStyle[] all = [.. styles, .. options.Regions.SelectMany(region => region.Styles)];
        return new PlanSizes((content.Width, content.Height), [.. all.Select(style => (style.Picture.Width, style.Picture.Height))])
        {
            Alpha = content.Alpha is not null,
            InitPixels = options.InitPicture is { } init ? (long)init.Width * init.Height : 0,
            Mixed = [.. all.Select(MixedSizes.Of).OfType<MixedSizes>()],
        };
    }
}
