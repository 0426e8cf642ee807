using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>A clip to repaint: its frames, the paintings and the recipe.</summary>
/// <param name="Open">
/// Opens the clip from its first frame; called once to look for cuts, and once for each of the <see cref="Jobs"/>.
/// </param>
/// <param name="Styles">One painting, or several with their shares.</param>
/// <param name="Options">The recipe of a picture, which the first frame of every shot is.</param>
public sealed record VideoTask(
    Func<IFrameReader> Open, IReadOnlyList<WeightedStyle> Styles, StylizeOptions Options)
{
    private const int MostJobs = 64;

    /// <summary>
    /// Parts of every frame with styles of their own, or left alone; the styles have the rest. The masks hold for all
    /// frames: what moves out of a part is painted anew as the next part says. Default: none.
    /// </summary>
    public IReadOnlyList<StylizeRegion> Regions { get; init; } = [];

    /// <summary>How frames follow from each other.</summary>
    public VideoOptions Video { get; init; } = new();

    /// <summary>Length, size and shots of the clip; null (the default) reads it once more to find them.</summary>
    public ClipSurvey? Survey { get; init; }

    /// <summary>
    /// Shots that are painted side by side, at most. They share the device's threads, and each takes the memory of a
    /// clip: fewer are painted if there are fewer threads, or less memory. The frames are the same, to the bit, on a
    /// <see cref="CpuDevice"/>. Default: 1. Range: 1 to 64.
    /// </summary>
    public int Jobs { get; init; } = 1;

    /// <summary>
    /// Folder of the state that is kept after every frame; null (the default) keeps none. If it has a state of this
    /// task, the clip continues from it. With several jobs or passes, frames that wait for others are in it; without
    /// one they are in a temporary folder.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// Folder with flows from elsewhere: forward_1_2.flo from the first frame to the second, backward_2_1.flo back, and
    /// so on; what it lacks is computed. Default: null, all are computed.
    /// </summary>
    public string? FlowFolder { get; init; }

    /// <summary>
    /// The recipe as it paints a frame: what is added around it comes later, and no layer is matched anew by itself,
    /// which would differ from frame to frame.
    /// </summary>
    internal StylizeOptions Inner => Options with
    {
        Losses = Options.Losses with { SplitSteps = 0 },
        Sizing = Options.Sizing.Framing == FramingMode.Pad
            ? Options.Sizing with { Framing = FramingMode.Fit }
            : Options.Sizing,
    };

    /// <summary>Everything that is wrong with the options, or that a clip can't have; empty if all is well.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [.. Options.Validate(), .. Video.Validate()];
        if (Jobs is < 1 or > MostJobs)
            problems.Add(new OptionProblem("jobs", $"{Jobs}", $"expected 1 to {MostJobs}"));
        if (Options.Color.Mode == ColorMode.Tint)
            problems.Add(new OptionProblem("color", "tint", "expected another for a clip"));
        if (Options.Start.Init == StartMode.Picture)
            problems.Add(new OptionProblem("init", "picture", "expected another for a clip"));
        if (Styles.Concat(Regions.SelectMany(region => region.Styles)).Any(style => style.FineStrokes is not null))
            problems.Add(new OptionProblem(null, null, "Expected no fine strokes of other paintings for a clip."));
        return problems;
    }

    /// <summary>Checks the options.</summary>
    /// <exception cref="InvalidOptionsException">Something is wrong with them.</exception>
    internal void Check()
    {
        if (Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
    }
}
