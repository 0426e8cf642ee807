using Impasto.Engines.Simd.Planes;
using Impasto.Networks;

namespace Impasto.Engines.Simd.Layout;

/// <summary>
/// The memory layout of some layers over some rows of the picture: computed beforehand, so that a pass allocates
/// nothing.
/// </summary>
/// <remarks>
/// Of N layers, layer l runs forward at moment l and backward at moment 2 N - 1 - l. Kept in between are bits, one a
/// value, and the features that a loss looks at; their gradient overwrites them later. A band keeps only the bits, in
/// memory of its own: other bands run in between, and its features are computed again.
/// </remarks>
internal sealed class SegmentPlan
{
    private readonly MemoryPlan _memory = new();
    private readonly MemoryPlan _kept;
    private readonly bool _keepsForBackward;

    /// <summary>Lays a segment out.</summary>
    /// <param name="convolutions">The network's, in order.</param>
    /// <param name="lanes">Channels in a block of memory.</param>
    /// <param name="settings">Pooling and padding; padding must be given.</param>
    /// <param name="shapes">Of the segment's layers, in the whole picture.</param>
    /// <param name="place">
    /// The first layer's number; the band, null for all rows; whether a backward pass follows.
    /// </param>
    public SegmentPlan(
        IReadOnlyList<Convolution> convolutions, int lanes, EngineSettings settings, IReadOnlyList<LayerShape> shapes,
        (int First, Band? Band, bool KeepsForBackward) place)
    {
        First = place.First;
        IsBand = place.Band is not null;
        Band = place.Band ?? Band.Whole(shapes[0].Height);
        _keepsForBackward = place.KeepsForBackward;
        _kept = IsBand ? new MemoryPlan(kept: true) : _memory;
        foreach (LayerShape shape in shapes)
            Layers.Add(new LayerPlan(shape, IsBand ? Band.Height : shape.Height));
        Repeated = Layers.FindLastIndex(layer =>
            layer.Tapped || (layer.Pools && settings.Pooling == PoolingMode.L2)) + 1;
        int count = Layers.Count, width = Layers[0].Width;
        if (First == 0 && !IsBand)
            Input = _memory.Reserve(PaddedPlanes.Length(Band.Height, width) * sizeof(float), 0, 0);
        for (int i = 0; i < count; i++)
            PlanForward(i, convolutions[First + i].Outputs, lanes, settings.Pooling);
        if (!_keepsForBackward)
            return;
        for (int i = count - 1; i >= 0; i--)
            PlanBackward(i, convolutions[First + i], lanes, settings);
        int end = (2 * count) - 1;
        if (First == 0)
            InputGradient = _memory.Reserve(PaddedPlanes.Length(Band.Height, width) * sizeof(float), end, end);
        else if (IsBand)
            InputGradient = _memory.Reserve(Bytes(width, Band.Height, convolutions[First].Inputs, lanes), end, end);
    }

    /// <summary>The first layer's number in the network.</summary>
    public int First { get; }

    /// <summary>Whether it is one of several bands of a block.</summary>
    public bool IsBand { get; }

    /// <summary>The rows of its first layer.</summary>
    public Band Band { get; }

    /// <summary>Its layers.</summary>
    public List<LayerPlan> Layers { get; } = [];

    /// <summary>The whole picture's input, padded; null where it lies elsewhere.</summary>
    public MemorySlot? Input { get; }

    /// <summary>The gradient of the input, padded where that is the picture; null where it lies elsewhere.</summary>
    public MemorySlot? InputGradient { get; }

    /// <summary>Bytes in use while it runs.</summary>
    public long Length => _memory.Length;

    /// <summary>Bytes that a band keeps.</summary>
    public long KeptLength => IsBand ? _kept.Length : 0;

    /// <summary>Layers, from the first on, whose features a backward pass needs: a band computes them again.</summary>
    public int Repeated { get; }

    /// <summary>Channels filled up to whole registers.</summary>
    public static int Stride(int channels, int lanes) => (channels + lanes - 1) / lanes * lanes;

    /// <summary>Bytes of features.</summary>
    public static long Bytes(int width, int height, int channels, int lanes) =>
        (long)width * height * Stride(channels, lanes) * sizeof(float);

    private static long Bits(LayerPlan layer, int channels, int lanes) =>
        (long)layer.Width * layer.Height * (Stride(channels, lanes) / lanes) * Math.Max(1, lanes / 8);

    private void PlanForward(int index, int channels, int lanes, PoolingMode pooling)
    {
        LayerPlan layer = Layers[index];
        bool next = index + 1 < Layers.Count;
        int back = (2 * Layers.Count) - 1 - index;
        bool keepsFeatures = _keepsForBackward && (layer.Tapped || (layer.Pools && pooling == PoolingMode.L2));
        if (!layer.Pools || keepsFeatures || layer.Tapped)
        {
            int last = keepsFeatures ? back : next && !layer.Pools ? index + 1 : index;
            layer.Features = _memory.Reserve(Bytes(layer.Width, layer.Height, channels, lanes), index, last);
        }

        if (layer.Pools)
            layer.Pooled = _memory.Reserve(Bytes(layer.Width / 2, layer.Height / 2, channels, lanes), index, index + 1);
        if (!_keepsForBackward)
            return;
        bool routes = layer.Pools && pooling == PoolingMode.Max;
        if (routes)
            layer.RouteBits = _kept.Reserve(Bits(layer, channels, lanes), index, back);
        if (!routes || layer.Tapped)
            layer.ReluBits = _kept.Reserve(Bits(layer, channels, lanes), index, back);
    }

    private void PlanBackward(int index, Convolution convolution, int lanes, EngineSettings settings)
    {
        LayerPlan layer = Layers[index];
        int now = (2 * Layers.Count) - 1 - index;
        bool root = layer.Pools && settings.Pooling == PoolingMode.L2;
        if (layer.Pools)
        {
            layer.PooledGradient = _memory.Reserve(
                Bytes(layer.Width / 2, layer.Height / 2, convolution.Outputs, lanes), now - 1, now);
        }

        if (root || (!layer.Pools && !layer.Tapped))
            layer.Gradient =
                _memory.Reserve(Bytes(layer.Width, layer.Height, convolution.Outputs, lanes), now - 1, now);
        else if (layer.Tapped)
            layer.Gradient = layer.Features;
        if (First + index > 0 && Border.Of(settings.Padding!.Value, first: false) != PaddingMode.Zero)
        {
            layer.Rim = _memory.Reserve(
                GradientTarget.RimPositions(layer.Height, layer.Width) * Stride(
                    convolution.Inputs, lanes) * sizeof(float),
                now,
                now);
        }
    }
}
