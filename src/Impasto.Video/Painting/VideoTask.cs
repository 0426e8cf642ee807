using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>A clip to repaint: its frames, the paintings and the recipe.</summary>
/// <param name="Open">
/// Opens the clip from its first frame; called once or twice, because cuts are looked for before painting.
/// </param>
/// <param name="Styles">One painting, or several with their shares.</param>
/// <param name="Options">The recipe of a picture, which the first frame of every shot is.</param>
public sealed record VideoTask(
    Func<IFrameReader> Open, IReadOnlyList<WeightedStyle> Styles, StylizeOptions Options)
{
    /// <summary>How frames follow from each other.</summary>
    public VideoOptions Video { get; init; } = new();

    /// <summary>Length, size and shots of the clip; null (the default) reads it once more to find them.</summary>
    public ClipSurvey? Survey { get; init; }

    /// <summary>
    /// Folder of the state that is kept after every frame; null (the default) keeps none. If it has a state of this
    /// task, the clip continues from it.
    /// </summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// Folder with flows from elsewhere: forward_1_2.flo from the first frame to the second, backward_2_1.flo back, and
    /// so on; what it lacks is computed. Default: null, all are computed.
    /// </summary>
    public string? FlowFolder { get; init; }

    /// <summary>The recipe as it paints a frame: what is added around it comes later.</summary>
    internal StylizeOptions Inner => Options.Sizing.Framing == FramingMode.Pad
        ? Options with { Sizing = Options.Sizing with { Framing = FramingMode.Fit } }
        : Options;

    /// <summary>Everything that is wrong with the options, or that a clip can't have; empty if all is well.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [.. Options.Validate(), .. Video.Validate()];
        if (Options.Color.Mode == ColorMode.Tint)
            problems.Add(new OptionProblem("color", "tint", "expected another for a clip"));
        if (Options.Start.Init == StartMode.Picture)
            problems.Add(new OptionProblem("init", "picture", "expected another for a clip"));
        if (Styles.Any(style => style.FineStrokes is not null))
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
