using Impasto.Color;
using Impasto.Imaging;
using Impasto.Objectives;
using Impasto.Tasks;

namespace Impasto.Runs;

/// <summary>Content and styles at full size as the run compares them, after the adjustment of colours.</summary>
/// <param name="Content">The content; in greys where the run changes brightness only.</param>
/// <param name="Styles">The run's own styles.</param>
/// <param name="Regions">The regions with their styles.</param>
internal sealed record RunPictures(
    Picture Content, IReadOnlyList<WeightedStyle> Styles, IReadOnlyList<StylizeRegion> Regions)
{
    /// <summary>
    /// Whether the picture stays in greys. The content may have colours yet; it loses them at each scale.
    /// </summary>
    public bool IsGrey { get; init; }

    /// <summary>Each style gets the colours, or the brightness, of the part of the content where it counts.</summary>
    public static RunPictures Prepare(StylizeTask task)
    {
        (Picture content, IReadOnlyList<WeightedStyle> styles, StylizeOptions options) = task;
        if (!options.Color.PartsPictures)
        {
            return new RunPictures(content, styles, task.Regions)
            {
                IsGrey = options.Color.Mode == ColorMode.Grey
                    || (options.Color.Mode != ColorMode.Style && AreGrey(styles, task.Regions)),
            };
        }

        Picture colors = task.Held?.First is { } first ? VisiblePictures.ContentOf(task, first) : content;
        (IReadOnlyList<WeightedStyle> recolored, IReadOnlyList<StylizeRegion> regions) =
            task.Held?.Recolored ?? Recolored(task, colors);
        if (task.Held is { } held)
            held.Recolored = (recolored, regions);
        return new RunPictures(
            options.Color.Mode == ColorMode.Content ? Luminance.Grey(content) : content,
            recolored,
            regions) { IsGrey = options.Color.Mode == ColorMode.Content };
    }

    private static (IReadOnlyList<WeightedStyle> Styles, IReadOnlyList<StylizeRegion> Regions) Recolored(
        StylizeTask task, Picture content)
    {
        (_, IReadOnlyList<WeightedStyle> styles, StylizeOptions options) = task;
        RegionPlan plan = RegionPlan.Divide(task.Regions, styles, options.Feather, content.Size);
        var parts = new Queue<RegionPart>(plan.Parts);
        StylizeRegion[] regions = [.. task.Regions.Select(region =>
            region.IsKept
                ? region
                : region with { Styles = Recolor(region.Styles, content, parts.Dequeue().Guide, options) })];
        return (styles.Count == 0 ? styles : Recolor(styles, content, parts.Dequeue().Guide, options), regions);
    }

    private static bool AreGrey(IReadOnlyList<WeightedStyle> styles, IReadOnlyList<StylizeRegion> regions)
    {
        Picture[] pictures = [.. styles.Concat(regions.SelectMany(region => region.Styles))
            .SelectMany(style => new[] { style.Picture, style.FineStrokes }).OfType<Picture>()];
        return pictures.Length > 0 && !pictures.Any(Luminance.HasColor);
    }

    /// <summary>The same with every style changed.</summary>
    public RunPictures WithStyles(Func<WeightedStyle, WeightedStyle> change) => this with
    {
        Styles = [.. Styles.Select(change)],
        Regions = [.. Regions.Select(region => region with { Styles = [.. region.Styles.Select(change)] })],
    };

    private static WeightedStyle[] Recolor(
        IReadOnlyList<WeightedStyle> styles, Picture content, float[]? guide, StylizeOptions options)
    {
        // What is transparent has no colour that a painting could get.
        float[]? seen = content.IsTransparent ? Tint.Product(guide, content.Alpha) : guide;
        return [.. styles.Select(style =>
        {
            float[]? counted = style.Mask?.Resize(style.Picture.Width, style.Picture.Height).Values;
            return style with
            {
                Picture = Recolored(style.Picture, counted),
                FineStrokes = style.FineStrokes is null ? null : Recolored(style.FineStrokes, style.FineStrokes.Alpha),
            };
        })];

        Picture Recolored(Picture picture, float[]? weights) => options.Color.Mode == ColorMode.Content
            ? Luminance.Match(picture, content, weights, seen)
            : ColorMatch.Apply(picture, content, options.Color.Method, weights, seen);
    }
}
