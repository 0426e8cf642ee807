using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Planning;

/// <summary>The input of a plan besides the recipe: sizes and numbers of pictures.</summary>
/// <param name="Content">The content.</param>
/// <param name="Styles">All styles, including those of regions.</param>
internal sealed record PlanSizes(PictureSize Content, IReadOnlyList<PictureSize> Styles)
{
    /// <summary>Whether the content has transparency.</summary>
    public bool Alpha { get; init; }

    /// <summary>Pixels of the picture that the run starts from; 0 if that is content or a style.</summary>
    public long StartPixels { get; init; }

    /// <summary>Number of regions.</summary>
    public int Regions { get; init; }

    /// <summary>The styles that get the strokes of others first.</summary>
    public IReadOnlyList<MixedSizes> Mixed { get; init; } = [];

    /// <summary>Layers whose moments the task's additional terms need.</summary>
    public IReadOnlyList<LayerName> ExtraMomentLayers { get; init; } = [];

    /// <summary>Layers whose features the task's additional terms need.</summary>
    public IReadOnlyList<LayerName> ExtraMapLayers { get; init; } = [];

    /// <summary>The sizes of a task.</summary>
    public static PlanSizes Of(StylizeTask task)
    {
        WeightedStyle[] all = [.. task.AllStyles];
        return new PlanSizes(task.Content.Size, [.. all.Select(style => style.Picture.Size)])
        {
            Alpha = task.Content.Alpha is not null,
            StartPixels = task.Start?.Size.Pixels ?? 0,
            Regions = task.Regions.Count,
            Mixed = [.. all.Select(MixedSizes.Of).OfType<MixedSizes>()],
            ExtraMomentLayers = [.. task.ExtraTerms.OfType<IMomentTerm>().SelectMany(term => term.Layers)],
            ExtraMapLayers = [.. task.ExtraTerms.OfType<IMapTerm>().SelectMany(term => term.Layers)],
        };
    }
}
