namespace Impasto.Training;

/// <summary>How a style is learned. Two options are equal when all their values are.</summary>
public sealed record LearnOptions
{
    // Without more, the style loss of a crop says little about a painting.
    private const int SmallestCrop = 64, CropStep = 16;
    private const int LargestStyle = 2048;

    /// <summary>
    /// Folders of photographs to learn on, searched with their subfolders. Default: none, and scenes drawn by the
    /// program take their place.
    /// </summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>
    /// Minutes that the training may take, above 0, together with those before an interruption. Default 10.
    /// </summary>
    public double Minutes { get; init; } = 10;

    /// <summary>
    /// The painting's longer side in pixels while it is learned, 64 to 2048: strokes have the size that they have
    /// there. Default 512.
    /// </summary>
    public int StyleSize { get; init; } = 512;

    /// <summary>Photographs in a step, an even number from 2; half of them with held moments. Default 4.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Side of a crop in pixels, a multiple of 16, 64 or more. Default 128.</summary>
    public int Crop { get; init; } = 128;

    /// <summary>
    /// Highest learning rate of Adam and Muon, above 0; it falls with the number of steps, not with the time. Default
    /// 0.001.
    /// </summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps from one measurement of the held-out photographs to the next, 1 or more. Default 50.</summary>
    public int MeasureEvery { get; init; } = 50;

    /// <summary>Seed of the order of the photographs and every random change. Default 0.</summary>
    public int Seed { get; init; }

    private (double, int, int, int, double, int, int) Scalars =>
        (Minutes, StyleSize, Batch, Crop, LearningRate, MeasureEvery, Seed);

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        Require(Minutes > 0 && double.IsFinite(Minutes), "minutes", Minutes, "expected a number above 0");
        Require(
            StyleSize is >= SmallestCrop and <= LargestStyle,
            "style-size", StyleSize, $"expected {SmallestCrop} to {LargestStyle}");
        Require(Batch >= 2 && Batch % 2 == 0, "batch", Batch, "expected an even number from 2");
        Require(
            Crop >= SmallestCrop && Crop % CropStep == 0,
            "crop", Crop, $"expected a multiple of {CropStep}, {SmallestCrop} or more");
        Require(LearningRate > 0, "learning-rate", LearningRate, "expected a number above 0");
        Require(MeasureEvery >= 1, "measure-every", MeasureEvery, "expected 1 or more");
        return problems;

        void Require(bool right, string option, object value, string problem)
        {
            if (!right)
                problems.Add(new OptionProblem(option, FormattableString.Invariant($"{value}"), problem));
        }
    }

    /// <inheritdoc/>
    public bool Equals(LearnOptions? other) => other is not null && Scalars.Equals(other.Scalars)
        && Photos.SequenceEqual(other.Photos, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Scalars.GetHashCode();
}
