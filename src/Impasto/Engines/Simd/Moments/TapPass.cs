using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Moments;

/// <summary>
/// The gradient of one layer's features from the losses: sum_r m_rp (2 dL/dG_r F_p + dL/dmu_r) / M_r at each position,
/// plus dL/dF.
/// </summary>
/// <remarks>Source and target may be the same memory: the gradient then overwrites the features.</remarks>
internal sealed unsafe class TapPass<TLanes> : ParallelWork, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Positions that go through the multiplication together: 512 channels of them fill 100 KB.
    private const int Chunk = 48;

    // Chunks that a thread takes together, so that it can fetch the next one.
    private const int Chunks = 4;

    private readonly NativeBuffer _weights = new();
    private readonly List<LayerRegion> _regions = [];
    private Plane _features;
    private float* _target;
    private bool _adds;
    private long _start;
    private float[]? _map;
    private int _channels;
    private NativeBuffer[] _scratch = [];

    /// <summary>Writes, or adds, a layer's gradient.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="scratch">Memory for each thread.</param>
    /// <param name="features">F.</param>
    /// <param name="channels">C.</param>
    /// <param name="gradient">The derivatives.</param>
    /// <param name="target">Where it goes; may be where the features are.</param>
    /// <param name="adds">Whether it is added to the target's values; else they are overwritten.</param>
    public void Run(
        WorkerTeam team, NativeBuffer[] scratch, Plane features, int channels, LayerGradient gradient, float* target,
        bool adds)
    {
        _features = features;
        _target = target;
        _adds = adds;
        _start = gradient.Start;
        _map = gradient.Map;
        _channels = channels;
        _scratch = scratch;
        Pack(gradient);
        team.Run(this, (int)((features.Positions + (Chunks * Chunk) - 1) / (Chunks * Chunk)));
    }

    // dL/dmu / M, and 2 dL/dG / M in panels behind it, of one region after the other.
    private nint WeightsLength => (nint)(_features.Stride + 1) * _features.Stride;

    private float* Mean(int region) => _weights.Floats + (region * WeightsLength);

    private float* Matrix(int region) => Mean(region) + _features.Stride;

    // A region without any weight has no gradient.
    private void Pack(LayerGradient gradient)
    {
        _regions.Clear();
        if (gradient.Moments is null)
            return;
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Moments.Count, gradient.Regions.Count);
        _weights.Require(gradient.Regions.Count * WeightsLength * sizeof(float));
        for (int region = 0; region < gradient.Regions.Count; region++)
        {
            if (gradient.Moments[region] is not { } moments || gradient.Regions[region].Sum <= 0)
                continue;
            Pack(moments, 1 / gradient.Regions[region].Sum, Mean(_regions.Count), Matrix(_regions.Count));
            _regions.Add(gradient.Regions[region]);
        }
    }

    private void Pack(MomentGradient moments, double scale, float* mean, float* matrix)
    {
        int stride = _features.Stride, panel = 2 * TLanes.Count;
        new Span<float>(mean, (int)WeightsLength).Clear();
        for (int c = 0; c < _channels; c++)
            mean[c] = (float)(moments.Mean[c] * scale);
        for (int j = 0; j < _channels; j++)
        {
            int index = j / panel, width = Math.Min(panel, stride - (index * panel));
            float* column = matrix + PanelKernel<TLanes>.PanelOffset(index, stride) + (j % panel);
            for (int k = 0; k < _channels; k++)
                column[k * width] = (float)(2 * scale * moments.Gram[(j * _channels) + k]);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int item, int worker)
    {
        long end = Math.Min((item + 1L) * Chunks * Chunk, _features.Positions);
        for (long first = (long)item * Chunks * Chunk; first < end; first += Chunk)
        {
            long next = Math.Min(first + Chunk, end);
            CacheFetch<TLanes>.Row(
                _features.Data + ((nint)next * _features.Stride), (nint)Math.Min(Chunk, end - next) * _features.Stride);
            Run(first, (int)(next - first), _scratch[worker]);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(long first, int count, NativeBuffer memory)
    {
        int stride = _features.Stride;
        nint row = stride + TLanes.Count;
        memory.Require(2 * Chunk * row * sizeof(float));
        float* copy = memory.Floats, result = copy + (Chunk * row);
        float* target = _target + ((nint)first * stride), features = _features.Data + ((nint)first * stride);
        nint featureRow = stride;
        // Copy the features: a second region needs those that the first overwrites, and kernels read whole groups.
        if (_regions.Count > 1 || count < Chunk)
        {
            Copy(features, count, copy, row);
            features = copy;
            featureRow = row;
        }

        bool fresh = !_adds;
        for (int region = 0; region < _regions.Count; region++)
        {
            if (_regions[region].Misses(_start + first, count))
                continue;
            int group = PanelKernel<TLanes>.RowGroup;
            PanelKernel<TLanes>.Multiply(
                features, featureRow, (count + group - 1) / group * group, Matrix(region), stride,
                stride / TLanes.Count, result, row);
            for (int p = 0; p < count; p++)
                Put(result + (p * row), Mean(region), _regions[region].At(_start + first + p),
                    target + (p * (nint)stride), fresh);
            fresh = false;
        }

        if (fresh)
            new Span<float>(target, count * stride).Clear();
        if (_map is not null)
            AddMap(first, count, target);
    }

    private void Copy(float* source, int count, float* copy, nint row)
    {
        int stride = _features.Stride;
        for (int p = 0; p < count; p++)
        {
            for (int c = 0; c < stride; c += TLanes.Count)
                TLanes.Store(TLanes.Load(source + (p * (nint)stride) + c), copy + (p * row) + c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(float* product, float* mean, float weight, float* target, bool fresh)
    {
        TLanes factor = TLanes.Broadcast(weight);
        for (int c = 0; c < _features.Stride; c += TLanes.Count)
        {
            TLanes sum = TLanes.Load(product + c) + TLanes.Load(mean + c);
            TLanes.Store(TLanes.MultiplyAdd(factor, sum, fresh ? TLanes.Zero : TLanes.Load(target + c)), target + c);
        }
    }

    private void AddMap(long first, int count, float* target)
    {
        long positions = _features.Positions;
        for (int c = 0; c < _channels; c++)
        {
            ReadOnlySpan<float> plane = _map.AsSpan((int)((c * positions) + first), count);
            for (int p = 0; p < count; p++)
                target[((nint)p * _features.Stride) + c] += plane[p];
        }
    }

    public void Dispose() => _weights.Dispose();
}
