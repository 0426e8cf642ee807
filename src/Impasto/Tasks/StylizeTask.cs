using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Options;

namespace Impasto;

/// <summary>One run: its pictures, its recipe, and what else there is to know.</summary>
/// <param name="Content">The photograph.</param>
/// <param name="Styles">One painting, or several with their shares; none if nothing is to have a style.</param>
/// <param name="Options">The recipe.</param>
/// <example>
/// <code>
/// var task = new StylizeTask(photo, [new WeightedStyle(waves, 2), new WeightedStyle(swirls)], options)
/// {
///     PreviewWhen = Previews.Every(TimeSpan.FromSeconds(1)),
///     TimeLimit = TimeSpan.FromMinutes(5),
/// };
/// StylizeResult result = await stylizer.RunAsync(task, progress, cancellation);
/// </code>
/// </example>
public sealed record StylizeTask(Picture Content, IReadOnlyList<WeightedStyle> Styles, StylizeOptions Options)
{
    /// <summary>
    /// Parts of the content with styles of their own, or left alone; the run's styles have the rest. Default: none.
    /// </summary>
    public IReadOnlyList<StylizeRegion> Regions { get; init; } = [];

    /// <summary>
    /// The picture to start from with <see cref="StartMode.Picture"/>; brought to size. Default: none.
    /// </summary>
    public Picture? Start { get; init; }

    /// <summary>Terms beside those of the recipe, prepared anew at every scale. Default: none.</summary>
    /// <remarks>A checkpoint does not contain them: give the same ones to continue.</remarks>
    public IReadOnlyList<ILossTerm> ExtraTerms { get; init; } = [];

    /// <summary>What this run shares with others; null (the default) for a picture by itself.</summary>
    /// <remarks>A checkpoint does not contain it.</remarks>
    public HeldTargets? Held { get; init; }

    /// <summary>
    /// Where 1, the picture stays as <see cref="Start"/> has it; only with a start from a picture. Default: null,
    /// nowhere.
    /// </summary>
    /// <remarks>A checkpoint does not contain it.</remarks>
    public Mask? Still { get; init; }

    /// <summary>
    /// Decides after which steps <see cref="StylizeProgress.Preview"/> is a picture; called on the run's thread before
    /// the step is reported. Null (the default): never. <see cref="Previews"/> has usual rules.
    /// </summary>
    public Func<StylizeProgress, bool>? PreviewWhen { get; init; }

    /// <summary>
    /// Time that the run may take: every scale ends with its share of it, so that the last one is reached; null (the
    /// default) for all steps. Each scale takes a step at least.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The plan that the stylizer gave for the same task; null (the default) makes one.</summary>
    public StylizePlan? Plan { get; init; }

    /// <summary>
    /// Where the state is kept, at times and when the run is cancelled; null (the default) keeps none.
    /// </summary>
    public CheckpointTarget? Checkpoint { get; init; }

    /// <summary>The state to continue from; null (the default) starts from the beginning.</summary>
    /// <remarks>
    /// With the checkpoint's own pictures and options, and as much memory, the result is bit for bit that of a run that
    /// was never interrupted.
    /// </remarks>
    public StylizeCheckpoint? From { get; init; }

    /// <summary>
    /// Whether pictures and options may differ from the checkpoint's, as long as the sizes, the network and the
    /// convention are the same: then the run continues from its picture at its scale, with a new optimiser. Default:
    /// they may not.
    /// </summary>
    public bool MayDiffer { get; init; }

    /// <summary>
    /// The task in the shape of its result: content, masks on it and the picture to start from are cut. A task that has
    /// the shape already stays as it is.
    /// </summary>
    internal StylizeTask Framed()
    {
        SizingOptions sizing = Options.Sizing;
        if (sizing.Size?.Box is not { } box)
            return this;
        return sizing.Framing switch
        {
            FramingMode.Crop => this with
            {
                Content = Framing.Crop(Content, box),
                Start = Start is null ? null : Framing.Crop(Start, box),
                Regions = [.. Regions.Select(region => region with { Mask = Framing.Crop(region.Mask, box) })],
            },
            // An earlier result has what was added around it.
            FramingMode.Pad when Start?.Size == box => this with
            {
                Start = Framing.Crop(Start, Pyramid.Final(sizing, Content.Size)),
            },
            _ => this,
        };
    }

    /// <summary>All styles, those of regions included.</summary>
    internal IEnumerable<WeightedStyle> AllStyles => Styles.Concat(Regions.SelectMany(region => region.Styles));
}
