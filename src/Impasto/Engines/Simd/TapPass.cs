using System.Runtime.CompilerServices;

namespace Impasto.Engines.Simd;

/// <summary>What the losses say about one layer's features: (2 dL/dG F_p + dL/dmu) / M at each position, plus dL/dF.</summary>
/// <remarks>Where source and target are the same, the features give way to their gradient.</remarks>
internal sealed unsafe class TapPass<TLanes> : ParallelWork, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Positions that go through the multiplication together: 512 channels of them fill 100 KB.
    private const int Chunk = 48;

    private readonly NativeBuffer _weights = new();
    private Plane _features;
    private float* _target;
    private bool _adds;
    private bool _hasMoments;
    private float[]? _map;
    private int _channels;
    private NativeBuffer[] _scratch = [];

    /// <summary>Writes, or adds, a layer's gradient.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="scratch">Memory for each thread.</param>
    /// <param name="features">F.</param>
    /// <param name="channels">C.</param>
    /// <param name="moments">dL/dG and dL/dmu; null for none.</param>
    /// <param name="map">dL/dF, C x H x W; null for none.</param>
    /// <param name="target">Where it goes; may be where the features are.</param>
    /// <param name="adds">Whether it is added to what is there.</param>
    public void Run(
        WorkerTeam team,
        NativeBuffer[] scratch,
        Plane features,
        int channels,
        MomentGradient? moments,
        float[]? map,
        float* target,
        bool adds)
    {
        _features = features;
        _target = target;
        _adds = adds;
        _map = map;
        _channels = channels;
        _scratch = scratch;
        _hasMoments = moments is not null;
        if (moments is not null)
            Pack(moments);
        team.Run(this, (int)((features.Positions + Chunk - 1) / Chunk));
    }

    private float* Mean => _weights.Floats;

    private float* Matrix => _weights.Floats + _features.Stride;

    // 2 dL/dG / M in panels, dL/dmu / M before it.
    private void Pack(MomentGradient moments)
    {
        int stride = _features.Stride, panel = 2 * TLanes.Count;
        double scale = 1.0 / _features.Positions;
        _weights.Require((long)(stride + 1) * stride * sizeof(float));
        new Span<float>(_weights.Bytes, (stride + 1) * stride).Clear();
        for (int c = 0; c < _channels; c++)
            Mean[c] = (float)(moments.Mean[c] * scale);
        for (int j = 0; j < _channels; j++)
        {
            int index = j / panel, width = Math.Min(panel, stride - (index * panel));
            float* column = Matrix + PanelKernel<TLanes>.PanelOffset(index, stride) + (j % panel);
            for (int k = 0; k < _channels; k++)
                column[k * width] = (float)(2 * scale * moments.Gram[(j * _channels) + k]);
        }
    }

    [SkipLocalsInit]
    public override void Run(int item, int worker)
    {
        int stride = _features.Stride, lanes = TLanes.Count;
        long first = (long)item * Chunk;
        int count = (int)Math.Min(Chunk, _features.Positions - first);
        nint row = stride + lanes;
        NativeBuffer memory = _scratch[worker];
        memory.Require(2 * Chunk * row * sizeof(float));
        float* copy = memory.Floats, result = copy + (Chunk * row);
        float* source = _features.Data + ((nint)first * stride), target = _target + ((nint)first * stride);
        if (_hasMoments)
        {
            for (int p = 0; p < count; p++)
            {
                for (int c = 0; c < stride; c += lanes)
                    TLanes.Store(TLanes.Load(source + (p * (nint)stride) + c), copy + (p * row) + c);
            }

            int group = PanelKernel<TLanes>.RowGroup;
            PanelKernel<TLanes>.Multiply(
                copy, row, (count + group - 1) / group * group, Matrix, stride, stride / lanes, result, row);
        }

        for (int p = 0; p < count; p++)
        {
            for (int c = 0; c < stride; c += lanes)
            {
                float* place = target + (p * (nint)stride) + c;
                TLanes sum = _adds ? TLanes.Load(place) : TLanes.Zero;
                if (_hasMoments)
                    sum += TLanes.Load(result + (p * row) + c) + TLanes.Load(Mean + c);
                TLanes.Store(sum, place);
            }
        }

        if (_map is not null)
            AddMap(first, count, target);
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
