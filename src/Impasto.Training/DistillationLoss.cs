using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>How far the student's mapped features and Gram matrices are from the teacher's, both relative.</summary>
/// <remarks>
/// Per layer: |A z + b - f|^2 / |f|^2 over the batch, and the mean over pictures of |G_s - G_t|^2 / |G_t|^2. The Gram
/// matrices are what a stylisation looks at, so the student learns them in the space in which they will be used.
/// </remarks>
internal static class DistillationLoss
{
    // At the end of a training Gram matrices are some thirty times nearer than features, which see every position.
    private const double GramWeight = 5;

    // A layer that only hands on, such as conv3_2, has no Gram matrix to be judged by; what it loses no later layer finds again.
    private const double HandedOnWeight = 5;

    // A flat dark crop has almost no features: its Gram matrix would weigh more than all others together.
    private const double SmallestShare = 0.1;

    /// <summary>The loss, and of each layer the features' relative error and every picture's Gram error.</summary>
    public static (Tensor Loss, Dictionary<LayerName, (Tensor Features, Tensor Gram)> Parts) Evaluate(
        Student student, Dictionary<LayerName, Tensor> seen, Dictionary<LayerName, Tensor> wanted)
    {
        var parts = new Dictionary<LayerName, (Tensor, Tensor)>();
        Tensor? sum = null;
        foreach ((LayerName layer, Tensor target) in wanted)
        {
            Tensor mapped = student.Map(layer, seen[layer]);
            Tensor features = (mapped - target).square().mean() / target.square().mean();
            Tensor gram = GramDistance(mapped, target);
            parts[layer] = (features, gram);
            Tensor part = layer.Index == 1 ? features + (gram.mean() * GramWeight) : features * HandedOnWeight;
            sum = sum is null ? part : sum + part;
        }

        return (sum!, parts);
    }

    private static Tensor GramDistance(Tensor mapped, Tensor target)
    {
        Tensor wanted = Gram(target);
        Tensor squares = wanted.square().sum([1, 2]);
        return (Gram(mapped) - wanted).square().sum([1, 2]) / (squares + (squares.mean() * SmallestShare));
    }

    /// <summary>Gram matrices divided by the number of positions, B x C x C.</summary>
    public static Tensor Gram(Tensor features)
    {
        // A view where the channels lie last, as they do here.
        Tensor flat = features.permute(0, 2, 3, 1).flatten(1, 2);
        return flat.transpose(1, 2).bmm(flat) / flat.shape[1];
    }
}
