using Impasto.Imaging;
using Impasto.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Convolution = Impasto.Networks.Convolution;

namespace Impasto.Bench.Notebook;

/// <summary>
/// The notebook's loop written with TorchSharp's modules: every layer of VGG-19, autograd, libtorch's Adam.
/// </summary>
internal sealed class PlainNotebook : IDisposable
{
    // torchvision's numbers; the ReLU after each works in place, so that these are features after it.
    private static readonly Dictionary<int, string> Layers = new()
    {
        [0] = "conv1_1", [5] = "conv2_1", [10] = "conv3_1", [19] = "conv4_1", [21] = "conv4_2", [28] = "conv5_1",
    };

    private static readonly Dictionary<string, double> StyleWeights = new()
    {
        ["conv1_1"] = 1, ["conv2_1"] = 0.75, ["conv3_1"] = 0.2, ["conv4_1"] = 0.2, ["conv5_1"] = 0.2,
    };

    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    private readonly List<nn.Module<Tensor, Tensor>> _network = [];
    private readonly Tensor _contentTarget;
    private readonly Dictionary<string, Tensor> _styleTargets;
    private readonly Parameter _image;
    private readonly optim.Optimizer _adam;

    public PlainNotebook(IReadOnlyList<Convolution> convolutions, Picture content, Picture style)
    {
        foreach (Convolution convolution in convolutions)
        {
            if (VggLayers.PoolsBefore(convolution.Layer))
                _network.Add(nn.MaxPool2d(2, 2));
            _network.Add(Module(convolution));
            _network.Add(nn.ReLU(inplace: true));
        }

        _network.Add(nn.MaxPool2d(2, 2));
        using DisposeScope scope = NewDisposeScope();
        Tensor contentImage = Image(content);
        _contentTarget = Features(contentImage)["conv4_2"].DetachFromDisposeScope();
        _styleTargets = Features(Image(style)).Where(pair => StyleWeights.ContainsKey(pair.Key))
            .ToDictionary(pair => pair.Key, pair => Gram(pair.Value).DetachFromDisposeScope());
        _image = nn.Parameter(contentImage.clone());
        _image.DetachFromDisposeScope();
        _adam = optim.Adam([_image], lr: 0.003);
    }

    /// <summary>One step; gives the loss before it.</summary>
    public double Step()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> features = Features(_image);
        Tensor contentLoss = (features["conv4_2"] - _contentTarget).pow(2).mean();
        Tensor styleLoss = zeros(1);
        foreach ((string name, double weight) in StyleWeights)
        {
            Tensor difference = (Gram(features[name]) - _styleTargets[name]).pow(2).mean();
            styleLoss = styleLoss + (weight * difference / features[name].numel());
        }

        Tensor total = (1 * contentLoss) + (1e6 * styleLoss);
        _adam.zero_grad();
        total.backward();
        _adam.step();
        return total.item<float>();
    }

    private static Conv2d Module(Convolution convolution)
    {
        Conv2d module = nn.Conv2d(convolution.Inputs, convolution.Outputs, 3, padding: 1);
        module.weight = nn.Parameter(
            tensor(convolution.Kernel, [convolution.Outputs, convolution.Inputs, 3, 3]), requires_grad: false);
        module.bias = nn.Parameter(tensor(convolution.Bias), requires_grad: false);
        return module;
    }

    private static Tensor Image(Picture picture)
    {
        Tensor mean = tensor(Mean).view(1, 3, 1, 1);
        Tensor deviation = tensor(Deviation).view(1, 3, 1, 1);
        return (tensor(picture.Pixels, [1, 3, picture.Height, picture.Width]) - mean) / deviation;
    }

    private Dictionary<string, Tensor> Features(Tensor image)
    {
        var found = new Dictionary<string, Tensor>();
        for (int i = 0; i < _network.Count; i++)
        {
            image = _network[i].call(image);
            if (Layers.TryGetValue(i, out string? name))
                found[name] = image;
        }

        return found;
    }

    private static Tensor Gram(Tensor features)
    {
        Tensor flat = features.view(features.shape[1], -1);
        return flat.mm(flat.t());
    }

    public void Dispose()
    {
        _adam.Dispose();
        _image.Dispose();
        _contentTarget.Dispose();
        foreach (Tensor target in _styleTargets.Values)
            target.Dispose();
        _network.ForEach(module => module.Dispose());
    }
}
