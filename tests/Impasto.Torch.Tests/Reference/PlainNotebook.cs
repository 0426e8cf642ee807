using Impasto.Imaging;
using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Torch.Tests.Reference;

/// <summary>
/// The notebook's loop written by hand: autograd through everything, libtorch's own Adam, nothing of the library.
/// </summary>
internal sealed class PlainNotebook : IDisposable
{
    private static readonly Dictionary<string, double> StyleWeights = new()
    {
        ["conv1_1"] = 1, ["conv2_1"] = 0.75, ["conv3_1"] = 0.2, ["conv4_1"] = 0.2, ["conv5_1"] = 0.2,
    };

    private readonly List<(string Name, bool Pools, Tensor Kernel, Tensor Bias)> _layers;

    public PlainNotebook(Network network) => _layers = [.. network.Convolutions.Select(convolution => (
        convolution.Layer.ToString(),
        VggLayers.PoolsBefore(convolution.Layer),
        tensor(convolution.Kernel, [convolution.Outputs, convolution.Inputs, 3, 3]),
        tensor(convolution.Bias)))];

    public void Dispose()
    {
        foreach ((_, _, Tensor kernel, Tensor bias) in _layers)
        {
            kernel.Dispose();
            bias.Dispose();
        }
    }

    /// <summary>Total losses of the first steps.</summary>
    public List<double> Run(Picture content, Picture style, int steps)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor contentImage = Image(content), styleImage = Image(style);
        Tensor contentTarget = Features(contentImage)["conv4_2"];
        Dictionary<string, Tensor> styleFeatures = Features(styleImage);
        Dictionary<string, Tensor> styleTargets = StyleWeights.Keys.ToDictionary(name => name, name =>
            Gram(styleFeatures[name]));
        var image = nn.Parameter(contentImage.clone());
        using var adam = optim.Adam([image], lr: 0.003);
        List<double> losses = [];
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope inner = NewDisposeScope();
            Dictionary<string, Tensor> features = Features(image);
            Tensor total = (features["conv4_2"] - contentTarget).square().mean();
            foreach ((string name, double weight) in StyleWeights)
            {
                Tensor difference = (Gram(features[name]) - styleTargets[name]).square().mean();
                total += 1e6 * weight * difference / features[name].numel();
            }

            adam.zero_grad();
            total.backward();
            adam.step();
            losses.Add(total.item<float>());
        }

        return losses;
    }

    private static Tensor Image(Picture picture)
    {
        Tensor mean = tensor(new[] { 0.485f, 0.456f, 0.406f }).view(1, 3, 1, 1);
        Tensor deviation = tensor(new[] { 0.229f, 0.224f, 0.225f }).view(1, 3, 1, 1);
        return (tensor(picture.Pixels, [1, 3, picture.Height, picture.Width]) - mean) / deviation;
    }

    private Dictionary<string, Tensor> Features(Tensor image)
    {
        var found = new Dictionary<string, Tensor>();
        foreach ((string name, bool pools, Tensor kernel, Tensor bias) in _layers)
        {
            if (pools)
                image = nn.functional.max_pool2d(image, [2, 2]);
            image = nn.functional.conv2d(image, kernel, bias, padding: [1, 1]).relu();
            found[name] = image;
        }

        return found;
    }

    private static Tensor Gram(Tensor features)
    {
        Tensor flat = features.view(features.shape[1], -1);
        return flat.mm(flat.t());
    }
}
