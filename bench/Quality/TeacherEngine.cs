using Impasto.Engines;
using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Bench.Quality;

/// <summary>The teacher as an engine: VGG-19's layers, and for conv4_1 and conv5_1 the encoder's maps with a ReLU after them.</summary>
/// <remarks>Both parts run in plain C#; the maps, 1 x 1 at an eighth of the picture's size and less, are done here.</remarks>
internal sealed class TeacherEngine(IEngine vgg, LayerName lastOfVgg, IEngine encoder, IReadOnlyDictionary<LayerName, LinearMap> maps) : IEngine
{
    // Both engines and the maps beside them, counted amply.
    private const long BytesAPixel = 16_000;

    private readonly Dictionary<LayerName, FeatureMap> _narrow = [];
    private readonly Dictionary<LayerName, FeatureMap> _wide = [];

    private static Features Nothing { get; } =
        new(new Dictionary<LayerName, IReadOnlyList<LayerMoments>>(), new Dictionary<LayerName, FeatureMap>());

    public string Description => $"teacher: {vgg.Description}";

    public long BytesFor(int width, int height, FeatureRequest request) => BytesAPixel * width * height;

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        _narrow.Clear();
        _wide.Clear();
        FeatureRequest above = Part(request, layer => layer <= lastOfVgg);
        Features shallow = Any(above) ? vgg.Forward(input, above) : Nothing;
        FeatureRequest below = Part(request, layer => layer > lastOfVgg);
        if (!Any(below))
            return shallow;
        LayerName[] read = [.. below.StyleLayers.Union(below.ContentLayers)];
        foreach ((LayerName layer, FeatureMap map) in encoder.Forward(input, new FeatureRequest([], read, request.KeepForBackward)).Maps)
        {
            _narrow[layer] = map;
            _wide[layer] = maps.TryGetValue(layer, out LinearMap? through) ? Widen(map, through) : map;
        }

        return new Features(
            request.StyleLayers.ToDictionary(layer => layer, layer => layer <= lastOfVgg ? shallow.Moments[layer] : [Moments(_wide[layer])]),
            request.ContentLayers.ToDictionary(layer => layer, layer => layer <= lastOfVgg ? shallow.Maps[layer] : _wide[layer]));
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient)
    {
        var moments = gradients.Moments.Where(pair => pair.Key <= lastOfVgg).ToDictionary(pair => pair.Key, pair => pair.Value);
        var plain = gradients.Maps.Where(pair => pair.Key <= lastOfVgg).ToDictionary(pair => pair.Key, pair => pair.Value);
        vgg.Backward(new FeatureGradients(moments, plain), inputGradient);
        float[] second = new float[inputGradient.Length];
        var narrow = _narrow.Keys.ToDictionary(layer => layer, layer => Derivative(layer, gradients));
        encoder.Backward(new FeatureGradients(new Dictionary<LayerName, IReadOnlyList<MomentGradient?>>(), narrow), second);
        VectorMath.AddScaled(inputGradient, second, 1);
    }

    public void Dispose()
    {
        vgg.Dispose();
        encoder.Dispose();
    }

    private static FeatureRequest Part(FeatureRequest request, Func<LayerName, bool> chosen) => new(
        [.. request.StyleLayers.Where(chosen)], [.. request.ContentLayers.Where(chosen)], request.KeepForBackward);

    private static bool Any(FeatureRequest request) => request.StyleLayers.Count + request.ContentLayers.Count > 0;

    private float[] Derivative(LayerName layer, FeatureGradients gradients)
    {
        FeatureMap narrow = _narrow[layer], wide = _wide[layer];
        int positions = narrow.Height * narrow.Width;
        float[] change = new float[wide.Values.Length];
        if (gradients.Maps.TryGetValue(layer, out float[]? plain))
            plain.CopyTo(change, 0);
        if (gradients.Moments.TryGetValue(layer, out IReadOnlyList<MomentGradient?>? moments) && moments[0] is { } whole)
            AddMoments(wide, whole, change);
        if (!maps.TryGetValue(layer, out LinearMap? map))
            return change;
        float[] back = new float[narrow.Values.Length];
        Parallel.For(0, map.Inputs, input =>
        {
            Span<float> row = back.AsSpan(input * positions, positions);
            for (int output = 0; output < map.Outputs; output++)
                Add(row, change.AsSpan(output * positions, positions), wide.Values.AsSpan(output * positions, positions), (float)map.Weight[(output * map.Inputs) + input]);
        });
        return back;
    }

    // Where the ReLU let nothing through, nothing comes back.
    private static void Add(Span<float> row, ReadOnlySpan<float> change, ReadOnlySpan<float> value, float weight)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] += value[i] > 0 ? weight * change[i] : 0;
    }

    private static void AddMoments(FeatureMap features, MomentGradient moments, float[] change)
    {
        int channels = features.Channels, positions = features.Height * features.Width;
        Parallel.For(0, channels, i =>
        {
            Span<float> row = change.AsSpan(i * positions, positions);
            for (int j = 0; j < channels; j++)
                VectorMath.AddScaled(row, features.Values.AsSpan(j * positions, positions), (float)(2 * moments.Gram[(i * channels) + j] / positions));
            for (int p = 0; p < positions; p++)
                row[p] += (float)(moments.Mean[i] / positions);
        });
    }

    private static FeatureMap Widen(FeatureMap features, LinearMap map)
    {
        int positions = features.Height * features.Width;
        float[] wide = new float[map.Outputs * positions];
        Parallel.For(0, map.Outputs, output =>
        {
            Span<float> row = wide.AsSpan(output * positions, positions);
            row.Fill((float)map.Bias[output]);
            for (int input = 0; input < map.Inputs; input++)
                VectorMath.AddScaled(row, features.Values.AsSpan(input * positions, positions), (float)map.Weight[(output * map.Inputs) + input]);
            for (int p = 0; p < positions; p++)
                row[p] = Math.Max(0, row[p]);
        });
        return new FeatureMap(map.Outputs, features.Height, features.Width, wide);
    }

    private static LayerMoments Moments(FeatureMap features)
    {
        int channels = features.Channels, positions = features.Height * features.Width;
        double[] mean = new double[channels], gram = new double[channels * channels];
        Parallel.For(0, channels, i =>
        {
            float[] one = features.Values;
            double sum = 0;
            for (int p = 0; p < positions; p++)
                sum += one[(i * positions) + p];
            mean[i] = sum / positions;
            for (int j = 0; j <= i; j++)
            {
                double product = VectorMath.Dot(one.AsSpan(i * positions, positions), one.AsSpan(j * positions, positions)) / positions;
                gram[(i * channels) + j] = gram[(j * channels) + i] = product;
            }
        });
        return new LayerMoments(channels, positions, mean, gram);
    }
}
