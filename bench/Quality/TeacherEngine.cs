using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Bench.Quality;

/// <summary>
/// The teacher as an engine: VGG-19's layers, and for conv4_1 and conv5_1 the encoder's maps with a ReLU after them.
/// </summary>
/// <remarks>
/// Both parts run in plain C#. libtorch computes the maps, 1 x 1 at an eighth of the picture's size and less, and the
/// moments behind them.
/// </remarks>
internal sealed class TeacherEngine(
    IEngine vgg, LayerName lastOfVgg, IEngine encoder, IReadOnlyDictionary<LayerName, LinearMap> maps) : IEngine
{
    // A generous estimate for both engines and the maps.
    private const long BytesAPixel = 16_000;

    private readonly Dictionary<LayerName, LayerFeatures> _narrow = [];
    private readonly Dictionary<LayerName, LayerFeatures> _wide = [];

    private static Features Nothing { get; } =
        new(new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(), new Dictionary<LayerName, LayerFeatures>());

    public string Description => $"teacher: {vgg.Description}";

    public long BytesFor(int width, int height, FeatureRequest request) => BytesAPixel * width * height;

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        _narrow.Clear();
        _wide.Clear();
        FeatureRequest above = Part(request, IsShallow);
        Features shallow = Any(above) ? vgg.Forward(input, above) : Nothing;
        FeatureRequest below = Part(request, layer => !IsShallow(layer));
        if (!Any(below))
            return shallow;
        LayerName[] read = [.. below.StyleLayers.Union(below.ContentLayers)];
        Features deep = encoder.Forward(input, new FeatureRequest([], read, request.KeepForBackward));
        foreach ((LayerName layer, LayerFeatures map) in deep.Maps)
        {
            _narrow[layer] = map;
            _wide[layer] = maps.TryGetValue(layer, out LinearMap? through) ? Widen(map, through) : map;
        }

        return new Features(
            request.StyleLayers.ToDictionary(
                layer => layer, layer => IsShallow(layer) ? shallow.Moments[layer] : [Moments(_wide[layer])]),
            request.ContentLayers.ToDictionary(
                layer => layer, layer => IsShallow(layer) ? shallow.Maps[layer] : _wide[layer]));
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient)
    {
        vgg.Backward(new FeatureGradients(Shallow(gradients.Moments), Shallow(gradients.Maps)), inputGradient);
        float[] second = new float[inputGradient.Length];
        var narrow = _narrow.Keys.ToDictionary(layer => layer, layer => Derivative(layer, gradients));
        var none = new Dictionary<LayerName, IReadOnlyList<MomentGradient?>>();
        encoder.Backward(new FeatureGradients(none, narrow), second);
        VectorMath.AddScaled(inputGradient, second, 1);
    }

    public void Trim()
    {
        vgg.Trim();
        encoder.Trim();
    }

    public void Dispose()
    {
        vgg.Dispose();
        encoder.Dispose();
    }

    private static FeatureRequest Part(FeatureRequest request, Func<LayerName, bool> chosen) => new(
        [.. request.StyleLayers.Where(chosen)], [.. request.ContentLayers.Where(chosen)], request.KeepForBackward);

    private bool IsShallow(LayerName layer) => VggLayers.IsUpTo(layer, lastOfVgg);

    private Dictionary<LayerName, T> Shallow<T>(IReadOnlyDictionary<LayerName, T> all) =>
        all.Where(pair => IsShallow(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);

    private static bool Any(FeatureRequest request) => request.StyleLayers.Count + request.ContentLayers.Count > 0;

    private float[] Derivative(LayerName layer, FeatureGradients gradients)
    {
        LayerFeatures narrow = _narrow[layer], wide = _wide[layer];
        int positions = narrow.Height * narrow.Width, channels = wide.Channels;
        using DisposeScope scope = NewDisposeScope();
        Tensor values = from_array(wide.Values).reshape(channels, positions);
        Tensor change = gradients.Maps.TryGetValue(layer, out float[]? plain)
            ? from_array(plain).reshape(channels, positions)
            : zeros(channels, positions);
        if (gradients.Moments.GetValueOrDefault(layer) is [{ } whole, ..])
        {
            Tensor gram = from_array(whole.Gram).to(ScalarType.Float32).reshape(channels, channels);
            Tensor mean = from_array(whole.Mean).to(ScalarType.Float32);
            change = change.Plus(addmm(mean.unsqueeze(1), gram, values, 1, 2), 1.0 / positions);
        }

        // The ReLU passes no gradient where its output is 0.
        Tensor back = maps.TryGetValue(layer, out LinearMap? map) ? Weight(map).t().mm(change * values.sign()) : change;
        return back.data<float>().ToArray();
    }

    private static LayerFeatures Widen(LayerFeatures features, LinearMap map)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bias = from_array(map.Bias).to(ScalarType.Float32).unsqueeze(1);
        Tensor wide = addmm(bias, Weight(map), from_array(features.Values).reshape(map.Inputs, -1), 1, 1).relu_();
        return new LayerFeatures(map.Outputs, features.Height, features.Width, wide.data<float>().ToArray());
    }

    private static LayerMoments Moments(LayerFeatures features)
    {
        using DisposeScope scope = NewDisposeScope();
        int positions = features.Height * features.Width;
        Tensor values = from_array(features.Values).reshape(features.Channels, positions);
        double[] gram = values.mm(values.t()).Over(positions).to(ScalarType.Float64).data<double>().ToArray();
        double[] mean = values.to(ScalarType.Float64).mean([1]).data<double>().ToArray();
        return new LayerMoments(features.Channels, positions, mean, gram);
    }

    private static Tensor Weight(LinearMap map) =>
        from_array(map.Weight).to(ScalarType.Float32).reshape(map.Outputs, map.Inputs);
}
