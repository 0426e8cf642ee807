using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>The last two convolutions, band by band: what lies between them is never stored as a whole.</summary>
/// <remarks>
/// The last one makes three colours only. A register holds input channels there instead of outputs, and the sums of its
/// lanes are the colours.
/// </remarks>
internal sealed unsafe class ColorPass<TLanes> : ParallelWork, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Colors = 3;
    private const int Taps = 3;
    private const int BandRows = 16;

    private readonly DecoderWeights<TLanes> _inner;
    private readonly NativeBuffer _weights;
    private readonly float[] _bias;
    private readonly NativeBuffer[] _scratch;
    private readonly int _depth;
    private DecoderPlane _source;
    private float[] _target = [];
    private PixelWindow _window;

    /// <summary>Lays out the weights.</summary>
    /// <param name="inner">The convolution before the last.</param>
    /// <param name="last">The last convolution, of three outputs.</param>
    /// <param name="threads">Threads that run it.</param>
    public ColorPass(Convolution inner, Convolution last, int threads)
    {
        _inner = new DecoderWeights<TLanes>(inner, 0, doubles: true);
        _depth = Taps * last.Inputs;
        _weights = new NativeBuffer((long)Taps * Colors * _depth * sizeof(float));
        _bias = last.Bias;
        _scratch = [.. Enumerable.Range(0, threads).Select(_ => new NativeBuffer())];
        for (int y = 0; y < Taps; y++)
        {
            for (int color = 0; color < Colors; color++)
            {
                for (int x = 0; x < Taps; x++)
                {
                    for (int input = 0; input < last.Inputs; input++)
                    {
                        _weights.Floats[(((y * Colors) + color) * _depth) + (x * last.Inputs) + input] =
                            last.Kernel[(((((color * last.Inputs) + input) * Taps) + y) * Taps) + x];
                    }
                }
            }
        }
    }

    /// <summary>Makes pixels.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="source">The input of the convolution before the last, with its border.</param>
    /// <param name="target">Three planes that receive the colours.</param>
    /// <param name="window">Which of the pixels are wanted, and where they go.</param>
    public void Run(WorkerTeam team, DecoderPlane source, float[] target, PixelWindow window)
    {
        (_source, _target, _window) = (source, target, window);
        team.Run(this, (window.Height + BandRows - 1) / BandRows);
        _target = [];
    }

    public override void Run(int item, int worker)
    {
        int height = 2 * _source.Height, width = 2 * _source.Width;
        int first = _window.Top + (item * BandRows), rows = Math.Min(BandRows, _window.Top + _window.Height - first);
        NativeBuffer memory = _scratch[worker];
        memory.Require(DecoderPlane.Length(BandRows, width, _inner.Outputs) * sizeof(float));
        var band = new DecoderPlane(memory.Floats, rows, width, _inner.Outputs);
        for (int y = -1; y <= rows; y++)
        {
            int seen = Math.Clamp(first + y, 0, height - 1);
            DecoderPass<TLanes>.Row(_inner, _source, default, band, (seen, y));
        }

        for (int y = 0; y < rows; y++)
            Colored(band, y, first + y);
    }

    [SkipLocalsInit]
    private void Colored(DecoderPlane band, int y, int seen)
    {
        int lanes = TLanes.Count;
        float* sums = stackalloc float[Colors * lanes];
        long plane = (long)_window.TargetHeight * _window.TargetWidth;
        long start = ((long)(seen - _window.Top + _window.TargetTop) * _window.TargetWidth) + _window.TargetLeft;
        for (int x = 0; x < _window.Width; x++)
        {
            TLanes red = TLanes.Zero, green = TLanes.Zero, blue = TLanes.Zero;
            float* weights = _weights.Floats;
            for (int line = 0; line < Taps; line++, weights += Colors * _depth)
            {
                float* seenLine = band.At(y + line - 1, _window.Left + x - 1);
                for (int k = 0; k < _depth; k += lanes)
                {
                    TLanes value = TLanes.Load(seenLine + k);
                    red = TLanes.MultiplyAdd(value, TLanes.Load(weights + k), red);
                    green = TLanes.MultiplyAdd(value, TLanes.Load(weights + _depth + k), green);
                    blue = TLanes.MultiplyAdd(value, TLanes.Load(weights + (2 * _depth) + k), blue);
                }
            }

            TLanes.Store(red, sums);
            TLanes.Store(green, sums + lanes);
            TLanes.Store(blue, sums + (2 * lanes));
            for (int color = 0; color < Colors; color++)
            {
                float sum = _bias[color];
                for (int i = 0; i < lanes; i++)
                    sum += sums[(color * lanes) + i];
                _target[(color * plane) + start + x] = sum;
            }
        }
    }

    public void Dispose()
    {
        _inner.Dispose();
        _weights.Dispose();
        foreach (NativeBuffer memory in _scratch)
            memory.Dispose();
    }
}
