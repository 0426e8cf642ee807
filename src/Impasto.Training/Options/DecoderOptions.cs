namespace Impasto.Training;

/// <summary>
/// How a decoder behind the compact network is trained. Two options are equal when all their values are.
/// </summary>
public sealed record DecoderOptions
{
    /// <summary>
    /// Convolutions of a decoder that have widths of their own: all but the last, which makes colours.
    /// </summary>
    internal const int InnerLayers = 7;

    /// <summary>
    /// Widths are multiples of this: on some processors libtorch computes other ones wrongly.
    /// </summary>
    internal const int WidthStep = 16;

    /// <summary>
    /// Folders of photographs to learn from, searched with their subfolders. At least one. Default: none.
    /// </summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>
    /// Channels of the decoder's seven inner convolutions, two at each of 1/8, 1/4 and 1/2 of the size and one at full
    /// size; multiples of 16. Default 96, 96, 80, 64, 48, 32, 32.
    /// </summary>
    public IReadOnlyList<int> Widths { get; init; } = [96, 96, 80, 64, 48, 32, 32];

    /// <summary>Steps, 1 or more. Default 20000.</summary>
    public int Steps { get; init; } = 20_000;

    /// <summary>Pairs of a photograph and a style in a step, 1 or more. Default 4.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Side of a crop in pixels, a multiple of 16, 64 or more. Default 128.</summary>
    public int Crop { get; init; } = 128;

    /// <summary>
    /// Highest learning rate of Adam and Muon, above 0; it falls to a hundredth along half a cosine. Default 0.001.
    /// </summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight of the content loss at conv4_2, 0 or more. Default 0.5.</summary>
    public double ContentWeight { get; init; } = 0.5;

    /// <summary>
    /// Weight of the style loss, 0 or more. Default 2.5.
    /// </summary>
    public double StyleWeight { get; init; } = 2.5;

    /// <summary>Seed of the first weights, the order of the pictures and every random change. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Steps from one checkpoint and measurement to the next, 1 or more. Default 200.</summary>
    public int CheckpointEvery { get; init; } = 200;

    private (int, int, int, double, double, double, int, int) Scalars =>
        (Steps, Batch, Crop, LearningRate, ContentWeight, StyleWeight, Seed, CheckpointEvery);

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        Require(Images.Count > 0, "images", null, "expected at least one folder");
        Require(
            Widths.Count == InnerLayers && Widths.All(width => width >= WidthStep && width % WidthStep == 0),
            "widths", string.Join(',', Widths), $"expected {InnerLayers} multiples of {WidthStep}");
        Require(Steps >= 1, "steps", Steps, "expected 1 or more");
        Require(Batch >= 1, "batch", Batch, "expected 1 pair or more");
        Require(Crop >= 64 && Crop % 16 == 0, "crop", Crop, "expected a multiple of 16, 64 or more");
        Require(LearningRate > 0, "learning-rate", LearningRate, "expected a number above 0");
        Require(ContentWeight >= 0, "content-weight", ContentWeight, "expected 0 or more");
        Require(StyleWeight >= 0, "style-weight", StyleWeight, "expected 0 or more");
        Require(CheckpointEvery >= 1, "checkpoint-every", CheckpointEvery, "expected 1 or more");
        return problems;

        void Require(bool right, string option, object? value, string problem)
        {
            if (!right)
                problems.Add(new OptionProblem(option, value?.ToString(), problem));
        }
    }

    /// <inheritdoc/>
    public bool Equals(DecoderOptions? other) => other is not null && Scalars.Equals(other.Scalars)
        && Widths.SequenceEqual(other.Widths) && Images.SequenceEqual(other.Images, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Scalars.GetHashCode();
}
