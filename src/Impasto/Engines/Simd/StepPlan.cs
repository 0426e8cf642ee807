using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>Where everything lies during a step at one size: computed before it runs, so that nothing is allocated in it.</summary>
/// <remarks>
/// Of N layers, layer l runs forward at moment l and backward at moment 2 N - 1 - l. Kept in between are bits, one a value,
/// and the features that a loss looks at; their gradient later takes their place.
/// </remarks>
internal sealed class StepPlan
{
    private readonly MemoryPlan _memory = new();

    /// <summary>Lays a step out.</summary>
    /// <param name="convolutions">The network's, in order.</param>
    /// <param name="lanes">Channels in a block.</param>
    /// <param name="settings">Pooling and padding; padding must be given.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="height">The picture's rows.</param>
    /// <param name="request">What is wanted.</param>
    public StepPlan(
        IReadOnlyList<Convolution> convolutions, int lanes, EngineSettings settings, int width, int height, FeatureRequest request)
    {
        Width = width;
        Height = height;
        KeepsForBackward = request.KeepForBackward;
        Input = _memory.Reserve(Floats(width, height, 3, lanes), 0, 0);
        int count = convolutions.TakeWhile(convolution => convolution.Layer <= request.Deepest).Count();
        for (int i = 0; i < count; i++)
        {
            LayerName name = convolutions[i].Layer;
            bool pools = i + 1 < count && convolutions[i + 1].Layer.Block != name.Block;
            Layers.Add(new LayerPlan
            {
                Height = height,
                Width = width,
                Pools = pools,
                Regions = LayerRegion.Of(request, name, height, width),
                Content = request.ContentLayers.Contains(name),
            });
            if (pools)
                (height, width) = (height / 2, width / 2);
        }

        for (int i = 0; i < count; i++)
            PlanForward(i, convolutions[i].Outputs, lanes, settings.Pooling);
        if (!KeepsForBackward)
            return;
        for (int i = count - 1; i >= 0; i--)
            PlanBackward(i, convolutions[i], lanes, settings);
        InputGradient = _memory.Reserve(Floats(Width, Height, 3, lanes), (2 * count) - 1, (2 * count) - 1);
    }

    /// <summary>The picture's columns.</summary>
    public int Width { get; }

    /// <summary>The picture's rows.</summary>
    public int Height { get; }

    /// <summary>Whether a backward pass follows.</summary>
    public bool KeepsForBackward { get; }

    /// <summary>The layers up to the deepest that is wanted.</summary>
    public List<LayerPlan> Layers { get; } = [];

    /// <summary>The network's input in blocks.</summary>
    public MemorySlot Input { get; }

    /// <summary>Its gradient in blocks.</summary>
    public MemorySlot? InputGradient { get; }

    /// <summary>Bytes of the whole step.</summary>
    public long Length => _memory.Length;

    private static long Floats(int width, int height, int channels, int lanes) =>
        (long)width * height * Blocks(channels, lanes) * lanes * sizeof(float);

    private static int Blocks(int channels, int lanes) => (channels + lanes - 1) / lanes;

    private static long Bits(LayerPlan layer, int channels, int lanes) =>
        (long)layer.Width * layer.Height * Blocks(channels, lanes) * Math.Max(1, lanes / 8);

    private void PlanForward(int index, int channels, int lanes, PoolingMode pooling)
    {
        LayerPlan layer = Layers[index];
        bool next = index + 1 < Layers.Count;
        int back = (2 * Layers.Count) - 1 - index;
        bool keepsFeatures = KeepsForBackward && (layer.Tapped || (layer.Pools && pooling == PoolingMode.L2));
        if (!layer.Pools || keepsFeatures || layer.Tapped)
        {
            int last = keepsFeatures ? back : next && !layer.Pools ? index + 1 : index;
            layer.Features = _memory.Reserve(Floats(layer.Width, layer.Height, channels, lanes), index, last);
        }

        if (layer.Pools)
            layer.Pooled = _memory.Reserve(Floats(layer.Width / 2, layer.Height / 2, channels, lanes), index, index + 1);
        if (!KeepsForBackward)
            return;
        bool routes = layer.Pools && pooling == PoolingMode.Max;
        if (routes)
            layer.RouteBits = _memory.Reserve(Bits(layer, channels, lanes), index, back);
        if (!routes || layer.Tapped)
            layer.ReluBits = _memory.Reserve(Bits(layer, channels, lanes), index, back);
    }

    private void PlanBackward(int index, Convolution convolution, int lanes, EngineSettings settings)
    {
        LayerPlan layer = Layers[index];
        int now = (2 * Layers.Count) - 1 - index;
        bool first = index == 0, root = layer.Pools && settings.Pooling == PoolingMode.L2;
        if (layer.Pools)
        {
            layer.PooledGradient = _memory.Reserve(
                Floats(layer.Width / 2, layer.Height / 2, convolution.Outputs, lanes), now - 1, now);
        }

        if (root || (!layer.Pools && !layer.Tapped))
            layer.Gradient = _memory.Reserve(Floats(layer.Width, layer.Height, convolution.Outputs, lanes), now - 1, now);
        else if (layer.Tapped)
            layer.Gradient = layer.Features;
        if (Border.Of(settings.Padding!.Value, first) != PaddingMode.Zero)
        {
            layer.Rim = _memory.Reserve(
                GradientTarget.RimPositions(layer.Height, layer.Width) * Blocks(convolution.Inputs, lanes) * lanes * sizeof(float),
                now,
                now);
        }
    }
}
