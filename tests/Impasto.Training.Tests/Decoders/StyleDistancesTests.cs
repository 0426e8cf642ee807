using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Training.Decoders;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Decoders;

[Collection("libtorch")]
public sealed class StyleDistancesTests
{
    private static readonly LayerName Layer = VggLayers.Of(1, 1);

    [Fact]
    public void Slope_has_the_derivative_of_the_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        var distances = new StyleDistances(NetworkCatalog.Compact().Network, StyleLoss.Wasserstein);
        random.manual_seed(1);
        Tensor style = rand(2, 32, 6, 7), features = rand(2, 32, 6, 7), direction = rand(2, 32, 6, 7);
        Tensor point = features.clone().requires_grad_();

        Tensor slope = autograd.grad([Evaluate(point).Slope], [point])[0];

        double expected = (slope * direction).sum().item<float>();
        const float Step = 1e-2f;
        double ahead = Evaluate(features + (direction * Step)).Losses.Sum();
        double behind = Evaluate(features - (direction * Step)).Losses.Sum();
        Assert.Equal(1, (ahead - behind) / (2 * Step) / expected, 0.02);

        (double[] Losses, Tensor Slope) Evaluate(Tensor values) => distances.Evaluate(
            new Dictionary<LayerName, (Tensor, Tensor)> { [Layer] = FeatureMap.Moments(values) },
            new Dictionary<LayerName, (Tensor, Tensor)> { [Layer] = FeatureMap.Moments(style) });
    }

    [Fact]
    public void Loss_of_the_style_itself_is_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        var distances = new StyleDistances(NetworkCatalog.Compact().Network, StyleLoss.Wasserstein);
        var moments = new Dictionary<LayerName, (Tensor, Tensor)> { [Layer] = FeatureMap.Moments(rand(1, 32, 9, 9)) };

        Assert.Equal(0, distances.Evaluate(moments, moments).Losses[0], 1e-4);
    }
}
