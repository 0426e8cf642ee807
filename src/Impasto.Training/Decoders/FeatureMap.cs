using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>Mean and covariance of features, and the optimal map from one pair to another.</summary>
/// <remarks>
/// T = S^1/2 (S^1/2 C S^1/2)^-1/2 S^1/2 maps a Gaussian of covariance C to one of covariance S and moves as little as
/// possible (Dowson and Landau, 1982). Both get a hundredth of their mean variance on the diagonal, or a hundredth of a
/// hundredth of the other's, so that directions in which the content hardly varies are not blown up.
/// </remarks>
internal static class FeatureMap
{
    /// <summary>Share of the mean variance that is added to every variance.</summary>
    public const double Added = 1e-2;

    // A flat picture has no variance: keeps roots finite.
    private const double Smallest = 1e-12;

    /// <summary>Mean, B x C, and Gram matrix over the number of positions, B x C x C.</summary>
    /// <param name="features">B x C x H x W.</param>
    public static (Tensor Mean, Tensor Gram) Moments(Tensor features)
    {
        Tensor flat = features.flatten(2);
        return (flat.mean([2]), flat.bmm(flat.transpose(1, 2)).Over(flat.shape[2]));
    }

    /// <summary>mu_s + T (f - mu_c) at every position, B x C x H x W.</summary>
    /// <param name="features">f, B x C x H x W.</param>
    /// <param name="content">Moments of the features, B x C and B x C x C.</param>
    /// <param name="style">Moments to reach, B x C and B x C x C.</param>
    public static Tensor Apply(
        Tensor features, (Tensor Mean, Tensor Gram) content, (Tensor Mean, Tensor Gram) style)
    {
        Tensor map = Between(content, style).to(features.dtype).to(features.device);
        Tensor centred = (features - content.Mean.unsqueeze(2).unsqueeze(3)).flatten(2);
        return map.bmm(centred).view(features.shape).Plus(style.Mean.unsqueeze(2).unsqueeze(3));
    }

    /// <summary>T, B x C x C in float64, in main memory.</summary>
    /// <param name="content">Moments of the content.</param>
    /// <param name="style">Moments of the style.</param>
    public static Tensor Between((Tensor Mean, Tensor Gram) content, (Tensor Mean, Tensor Gram) style)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor from, Tensor to) = (Covariance(content), Covariance(style));
        Tensor root = Power(Regular(to, from), 0.5);
        Tensor inner = Power(root.bmm(Regular(from, to)).bmm(root), -0.5);
        return root.bmm(inner).bmm(root).MoveToOuterDisposeScope();
    }

    private static Tensor Covariance((Tensor Mean, Tensor Gram) moments)
    {
        Tensor mean = moments.Mean.detach().cpu().to(ScalarType.Float64);
        return moments.Gram.detach().cpu().to(ScalarType.Float64) - (mean.unsqueeze(2) * mean.unsqueeze(1));
    }

    private static Tensor Regular(Tensor own, Tensor other)
    {
        Tensor added = MeanVariance(own).maximum(MeanVariance(other).Times(Added)).Times(Added).AtLeast(Smallest);
        return own.Plus(diag_embed(added.expand(-1, own.shape[1])));
    }

    private static Tensor MeanVariance(Tensor covariance) =>
        covariance.diagonal(0, 1, 2).mean([1], keepdim: true);

    private static Tensor Power(Tensor symmetric, double exponent)
    {
        (Tensor values, Tensor vectors) = linalg.eigh(symmetric);
        Tensor largest = values.amax([1], keepdim: true).Times(Smallest);
        Tensor powers = values.maximum(largest).AtLeast(1e-300).ToPower(exponent);
        return (vectors * powers.unsqueeze(1)).bmm(vectors.transpose(1, 2));
    }
}
