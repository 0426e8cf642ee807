using Impasto.Networks;
using Impasto.Torch;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>How far the student's mapped features and Gram matrices are from the teacher's, both relative.</summary>
/// <remarks>
/// Per layer: |A z + b - f|^2 / |f|^2 over the batch, and the mean over pictures of |G_s - G_t|^2 / |G_t|^2. The Gram
/// matrices are what a stylisation looks at, so the student learns them in the space in which they will be used. Of
/// pictures that the student moves to a style it counts besides what the meter of a finished picture would: with E = G_s - G_t, the
/// distance |E(picture) - E(style)|, relative to |G_t(style)| and to the way that is left. Where the student sees no difference any more, that is how far picture and
/// style are from each other in the teacher's eye; an error that both have in common does no harm.
/// </remarks>
internal static class DistillationLoss
{
    // Squares of Gram errors are some thirty times smaller than those of features, which see every position, and decide what a picture becomes.
    private const double GramWeight = 25;

    private const double MissedWeight = 2;

    // What a layer that only hands on loses, no later layer finds again.
    private const double HandedOnWeight = 20;

    // A flat dark crop has almost no features: its Gram matrix would weigh more than all others together.
    private const double SmallestShare = 0.1;

    // Far from its style a picture may be misjudged as long as the way to the style goes on.
    private const double WayWeight = 9;

    // Keeps the slope of a root finite.
    private const double SmallestSquare = 1e-10;

    /// <summary>The loss, and what it is made of at each layer.</summary>
    /// <param name="student">Its maps are used.</param>
    /// <param name="seen">The student's features of the batch.</param>
    /// <param name="wanted">The teacher's.</param>
    /// <param name="pairs">The batch ends with so many pictures that the student moves, and after them their styles.</param>
    public static (Tensor Loss, Dictionary<LayerName, LayerErrors> Errors) Evaluate(
        Student student, Dictionary<LayerName, Tensor> seen, Dictionary<LayerName, Tensor> wanted, int pairs)
    {
        var parts = new Dictionary<LayerName, LayerErrors>();
        Tensor? sum = null;
        foreach ((LayerName layer, Tensor target) in wanted)
        {
            Tensor mapped = student.Map(layer, seen[layer]);
            Tensor features = (mapped - target).Squared().mean() / target.Squared().mean();
            // A layer that only hands on, such as conv3_2, has no Gram matrix to be judged by.
            GramErrors? grams = layer.Index == 1 ? Compare(Gram(mapped), Gram(target), pairs) : null;
            parts[layer] = new LayerErrors(features, grams);
            Tensor part = grams is null
                ? features.Times(HandedOnWeight)
                : features.Plus(grams.Relative.mean(), GramWeight).Plus(grams.Missed.mean(), MissedWeight);
            sum = sum is null ? part : sum.Plus(part);
        }

        return (sum!, parts);
    }

    private static GramErrors Compare(Tensor found, Tensor wanted, int pairs)
    {
        Tensor errors = found - wanted;
        return new GramErrors(errors.Squared().sum([1, 2]) / Squares(wanted), Missed(errors, wanted, pairs), found.detach());
    }

    /// <summary>|E(picture) - E(style)| of the last pictures of a batch, relative to the style and the way that is left to it; one value a pair.</summary>
    /// <param name="errors">E of all pictures, B x C x C.</param>
    /// <param name="wanted">G of all pictures, B x C x C.</param>
    /// <param name="pairs">How many pictures, with their styles after them, the batch ends with.</param>
    internal static Tensor Missed(Tensor errors, Tensor wanted, int pairs)
    {
        long first = errors.shape[0] - (2 * pairs);
        Tensor difference = errors.narrow(0, first, pairs) - errors.narrow(0, first + pairs, pairs);
        Tensor styles = wanted.narrow(0, first + pairs, pairs), way = wanted.narrow(0, first, pairs) - styles;
        Tensor squares = difference.Squared().sum([1, 2]) / Squares(styles).Plus(way.Squared().sum([1, 2]), WayWeight);
        return squares.Plus(SmallestSquare).sqrt();
    }

    private static Tensor Squares(Tensor wanted)
    {
        Tensor squares = wanted.Squared().sum([1, 2]);
        return squares.Plus(squares.mean(), SmallestShare);
    }

    /// <summary>Gram matrices divided by the number of positions, B x C x C.</summary>
    public static Tensor Gram(Tensor features)
    {
        // A view where the channels lie last, as they do here.
        Tensor flat = features.permute(0, 2, 3, 1).flatten(1, 2);
        return flat.transpose(1, 2).bmm(flat).Over(flat.shape[1]);
    }
}
