using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>w (A z + b) at every position, from planes of channels to a plane with a border.</summary>
internal sealed unsafe class MapPass<TLanes> : ParallelWork, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly NativeBuffer _weights = new();
    private readonly NativeBuffer _copy = new();
    private nint[] _taps = [];
    private int _channels;
    private int _first;
    private bool _adds;
    private PositionWeights? _positionWeights;
    private DecoderPlane _target;

    /// <summary>Maps, and repeats the edges.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="source">z, C x rows x columns.</param>
    /// <param name="map">A, C x C row by row, and b.</param>
    /// <param name="target">Receives the result.</param>
    /// <param name="first">The first of the target's channels that receive it.</param>
    /// <param name="weights">w; null for 1.</param>
    /// <param name="adds">Whether the result is added to what the target has.</param>
    public void Run(
        WorkerTeam team,
        LayerFeatures source,
        FeatureTransport map,
        DecoderPlane target,
        int first,
        PositionWeights? weights,
        bool adds)
    {
        (_first, _positionWeights, _adds) = (first, weights, adds);
        int positions = source.Height * source.Width, panel = 2 * TLanes.Count;
        _channels = source.Channels;
        int panels = (_channels + panel - 1) / panel;
        _target = target;
        if (_taps.Length != _channels)
            _taps = new nint[_channels];
        for (int i = 0; i < _channels; i++)
            _taps[i] = (nint)i * positions;
        // Kernels read six positions at a time, so the last plane is followed by as many numbers.
        _copy.Require(((long)source.Values.Length + PanelKernel<TLanes>.Rows) * sizeof(float));
        source.Values.AsSpan(0, _channels * positions).CopyTo(new Span<float>(_copy.Floats, _channels * positions));
        new Span<float>(_copy.Floats + (_channels * positions), PanelKernel<TLanes>.Rows).Clear();
        _weights.Require((long)panels * panel * (_channels + 1) * sizeof(float));
        for (int output = 0; output < panels * panel; output++)
        {
            float* packed = _weights.Floats + ((nint)(output / panel) * panel * _channels) + (output % panel);
            for (int input = 0; input < _channels; input++)
                packed[(nint)input * panel] = output < _channels ? (float)map.Matrix[(output * _channels) + input] : 0;
            Bias(panels * panel)[output] = output < _channels ? (float)map.Shift[output] : 0;
        }

        team.Run(this, target.Height);
        target.RepeatRow(0, -1);
        target.RepeatRow(target.Height - 1, target.Height);
    }

    private float* Bias(int padded) => _weights.Floats + ((nint)padded * _channels);

    public override void Run(int item, int worker)
    {
        const int Rows = PanelKernel<TLanes>.Rows;
        int panel = 2 * TLanes.Count, width = _target.Width, padded = (_channels + panel - 1) / panel * panel;
        float* results = stackalloc float[Rows * panel];
        float* bias = Bias(padded);
        fixed (nint* taps = _taps)
        {
            for (int x = 0; x < width; x += Rows)
            {
                int count = Math.Min(Rows, width - x);
                for (int first = 0; first < padded; first += panel)
                {
                    PanelKernel<TLanes>.SixPositions(
                        _copy.Floats + ((nint)item * width) + x, taps, _weights.Floats + ((nint)first * _channels),
                        _channels, results, panel);
                    int outputs = Math.Min(panel, _channels - first);
                    for (int i = 0; i < count; i++)
                    {
                        float* target = _target.At(item, x + i) + _first + first;
                        Put(results + (i * panel), bias + first, target, outputs, item, x + i);
                    }
                }
            }
        }

        _target.RepeatEnds(item);
    }

    private void Put(float* results, float* bias, float* target, int outputs, int y, int x)
    {
        float weight = _positionWeights is null ? 1 : _positionWeights.Row(y, x, 1)[0];
        for (int output = 0; output < outputs; output++)
        {
            float value = weight * (results[output] + bias[output]);
            target[output] = _adds ? target[output] + value : value;
        }
    }

    public void Dispose()
    {
        _weights.Dispose();
        _copy.Dispose();
    }
}
