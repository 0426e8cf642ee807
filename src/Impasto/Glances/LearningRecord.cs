using System.Globalization;
using Impasto.Imaging;

namespace Impasto;

/// <summary>How a style was learned: what stands in its file besides numbers.</summary>
public sealed record LearningRecord
{
    /// <summary>The painting's file name, without its folder.</summary>
    public required string Painting { get; init; }

    /// <summary>The painting's size in pixels, as its file has it.</summary>
    public required PictureSize PaintingSize { get; init; }

    /// <summary>
    /// The painting's longer side in pixels while it was learned; strokes have the size that they had there.
    /// </summary>
    public required int LearnedSize { get; init; }

    /// <summary>SHA-256 of the network whose features the style is made of, in hexadecimal.</summary>
    public required string NetworkSha256 { get; init; }

    /// <summary>The loss that was minimised, in words.</summary>
    public required string Recipe { get; init; }

    /// <summary>Time of the training in minutes.</summary>
    public required double Minutes { get; init; }

    /// <summary>Steps of the training.</summary>
    public required int Steps { get; init; }

    /// <summary>The step whose weights are in the file; 0 for those of the beginning.</summary>
    public required int BestStep { get; init; }

    /// <summary>Photographs that the training saw; 0 if it had scenes drawn by the program.</summary>
    public required int Photographs { get; init; }

    /// <summary>The loss of held-out photographs before the first step, each with its own moments.</summary>
    public required double LossBefore { get; init; }

    /// <summary>The same with the weights of the file.</summary>
    public required double LossAfter { get; init; }

    /// <summary>As <see cref="LossBefore"/>, with the held moments in place of the photographs' own.</summary>
    public required double HeldLossBefore { get; init; }

    /// <summary>As <see cref="LossAfter"/>, with the held moments in place of the photographs' own.</summary>
    public required double HeldLossAfter { get; init; }

    /// <summary>What whoever passes the file on has to say about its weights.</summary>
    public required string License { get; init; }

    // The texts by their keys in the file; a style's file is recognised by the first.
    internal const string Mark = "impasto-style";
    private const string Version = "1";

    internal IReadOnlyDictionary<string, string> ToTexts() => new SortedDictionary<string, string>(
        StringComparer.Ordinal)
    {
        [Mark] = Version,
        ["painting"] = Painting,
        ["painting-width"] = Text(PaintingSize.Width),
        ["painting-height"] = Text(PaintingSize.Height),
        ["learned-size"] = Text(LearnedSize),
        ["network"] = NetworkSha256,
        ["recipe"] = Recipe,
        ["minutes"] = Text(Minutes),
        ["steps"] = Text(Steps),
        ["best-step"] = Text(BestStep),
        ["photographs"] = Text(Photographs),
        ["loss-before"] = Text(LossBefore),
        ["loss-after"] = Text(LossAfter),
        ["held-loss-before"] = Text(HeldLossBefore),
        ["held-loss-after"] = Text(HeldLossAfter),
        ["license"] = License,
    };

    /// <exception cref="WeightsException">A text is missing or is not a number.</exception>
    internal static LearningRecord Read(IReadOnlyDictionary<string, string> texts)
    {
        if (Find(Mark) is var version && version != Version)
            throw new WeightsException($"it is a style of version {version}, expected {Version}");
        return new LearningRecord
        {
            Painting = Find("painting"),
            PaintingSize = new PictureSize(Whole("painting-width"), Whole("painting-height")),
            LearnedSize = Whole("learned-size"),
            NetworkSha256 = Find("network"),
            Recipe = Find("recipe"),
            Minutes = Number("minutes"),
            Steps = Whole("steps"),
            BestStep = Whole("best-step"),
            Photographs = Whole("photographs"),
            LossBefore = Number("loss-before"),
            LossAfter = Number("loss-after"),
            HeldLossBefore = Number("held-loss-before"),
            HeldLossAfter = Number("held-loss-after"),
            License = Find("license"),
        };

        string Find(string key) => texts.GetValueOrDefault(key) ?? throw new WeightsException($"it lacks '{key}'");

        int Whole(string key) =>
            int.TryParse(Find(key), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                ? value
                : throw new WeightsException($"'{key}' is not a number");

        double Number(string key) =>
            double.TryParse(Find(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw new WeightsException($"'{key}' is not a number");
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
