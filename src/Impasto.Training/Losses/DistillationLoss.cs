using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Students;
using static TorchSharp.torch;

namespace Impasto.Training.Losses;

/// <summary>How far the student's mapped features and Gram matrices are from the teacher's, both relative.</summary>
/// <remarks>
/// Per layer: |A z + b - f|^2 / |f|^2 over the batch, and at style layers |G_s - G_t|^2 / |G_t|^2, the mean over
/// pictures. A stylisation compares Gram matrices, so the student learns them in the space in which they will be
/// compared. For a picture that the student moves to a style, a third part is added: with E = G_s - G_t, the distance
/// |E(picture) - E(style)|, relative to |G_t(style)| and to the distance that is left. If the student sees no
/// difference any more, that is the distance of picture and style as the teacher sees it; an error that both have in
/// common does no harm.
/// </remarks>
internal static class DistillationLoss
{
    // Squares of Gram errors are some thirty times smaller than those of features, and they decide what a picture
    // becomes.
    private const double GramWeight = 25;

    private const double MissedWeight = 2;

    // Layers without a style loss feed the deeper ones; information lost there cannot be recovered, so they weigh more.
    private const double FeedingWeight = 20;

    // A flat dark crop has almost no features: without this its Gram matrix would outweigh all others together.
    private const double SmallestShare = 0.1;

    // Far from its style a picture may be misjudged, as long as it still moves towards the style.
    private const double DistanceWeight = 9;

    // Keeps the slope of a root finite.
    private const double SmallestSquare = 1e-10;

    /// <summary>The loss of a batch.</summary>
    /// <param name="student">Its maps are used.</param>
    /// <param name="found">The student's features of the batch.</param>
    /// <param name="wanted">The teacher's.</param>
    /// <param name="pairs">
    /// The batch ends with this many pictures that the student moves, and after them their styles.
    /// </param>
    public static BatchErrors Evaluate(
        Student student,
        IReadOnlyDictionary<LayerName, Tensor> found,
        IReadOnlyDictionary<LayerName, Tensor> wanted,
        int pairs)
    {
        var layers = new Dictionary<LayerName, LayerErrors>();
        Tensor? sum = null;
        foreach ((LayerName layer, Tensor target) in wanted)
        {
            Tensor mapped = student[layer].Mapped(found[layer]);
            Tensor features = (mapped - target).Squared().mean() / target.Squared().mean();
            bool isStyle = StudentLayers.Styles.Contains(layer);
            GramErrors? grams = isStyle ? Compare(Gram(mapped), Gram(target), pairs) : null;
            layers[layer] = new LayerErrors(features, grams);
            Tensor part = Weighted(layers[layer]);
            sum = sum is null ? part : sum.Plus(part);
        }

        return new BatchErrors(sum!, layers);
    }

    /// <summary>Gram matrices divided by the number of positions, B x C x C.</summary>
    /// <param name="features">B x C x H x W.</param>
    public static Tensor Gram(Tensor features)
    {
        // A view, since the channels of features are last in memory here.
        Tensor flat = features.permute(0, 2, 3, 1).flatten(1, 2);
        return flat.transpose(1, 2).bmm(flat).Over(flat.shape[1]);
    }

    /// <summary>
    /// |E(picture) - E(style)| of the last pictures of a batch, relative to the style and the distance that is left;
    /// one value a pair.
    /// </summary>
    /// <param name="errors">E of all pictures, B x C x C.</param>
    /// <param name="wanted">G of all pictures, B x C x C.</param>
    /// <param name="pairs">The batch ends with this many pictures, and after them their styles.</param>
    internal static Tensor Missed(Tensor errors, Tensor wanted, int pairs)
    {
        long first = errors.shape[0] - (2 * pairs);
        Tensor difference = errors.narrow(0, first, pairs) - errors.narrow(0, first + pairs, pairs);
        Tensor styles = wanted.narrow(0, first + pairs, pairs), distance = wanted.narrow(0, first, pairs) - styles;
        Tensor scale = Squares(styles).Plus(distance.Squared().sum([1, 2]), DistanceWeight);
        return (difference.Squared().sum([1, 2]) / scale).Plus(SmallestSquare).sqrt();
    }

    private static Tensor Weighted(LayerErrors errors) => errors.Grams is not { } grams
        ? errors.Features.Times(FeedingWeight)
        : errors.Features.Plus(grams.Relative.mean(), GramWeight).Plus(grams.Missed.mean(), MissedWeight);

    private static GramErrors Compare(Tensor found, Tensor wanted, int pairs)
    {
        Tensor errors = found - wanted;
        Tensor relative = errors.Squared().sum([1, 2]) / Squares(wanted);
        return new GramErrors(relative, Missed(errors, wanted, pairs), found.detach());
    }

    private static Tensor Squares(Tensor wanted)
    {
        Tensor squares = wanted.Squared().sum([1, 2]);
        return squares.Plus(squares.mean(), SmallestShare);
    }
}
